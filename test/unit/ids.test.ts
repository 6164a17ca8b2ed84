import { describe, expect, test } from 'vitest'
import { paymentIdSchema, saleIdSchema, uuidV7, type PaymentId } from '../../src-shared/ids.ts'
import { createIds, lastIdMs } from '../../src-main/engine/ids.ts'
import {
  founding,
  openJournalFile,
  paymentCreated,
  saleOpened,
  type JournalFile,
} from '../harness/journalFile.ts'
import { morningMs, seededRandom } from '../harness/seeded.ts'

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))
/** Bits `from` (the first is 0) to before `to` of an id. */
const bits = (id: string, from: number, to: number): string =>
  id
    .replaceAll('-', '')
    .replaceAll(/./gu, (digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0'))
    .slice(from, to)

describe('an id is a UUID of version 7 (RFC 9562)', () => {
  test('the example of appendix A.6 comes out of its own parts', () => {
    // rand_a is CC3, rand_b starts with the bits 01 1000 (after the variant 10: digits 98).
    expect(uuidV7(0x01_7f_22_e2_79_b0, bytes('cc3018c4dc0c0c07398f'))).toBe(
      '017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
    )
  })

  test('has its time in the first 48 bits, then version 7, and variant 10 at bit 64', () => {
    for (const random of ['00000000000000000000', 'ffffffffffffffffffff', '0123456789abcdef0123']) {
      const id = uuidV7(morningMs, bytes(random))
      expect(id).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u)
      expect(Number.parseInt(bits(id, 0, 48), 2)).toBe(morningMs)
      expect(bits(id, 48, 52)).toBe('0111')
      expect(bits(id, 64, 66)).toBe('10')
    }
  })

  test('each of its 74 random bits comes from one random bit', () => {
    const none = uuidV7(0, new Uint8Array(10))
    const reached = Array.from({ length: 80 }, (_, at) => {
      const one = new Uint8Array(10)
      one[at >> 3] = 0x80 >> (at & 7)
      const id = uuidV7(0, one)
      return Array.from({ length: 128 }, (__, bit) => bit).filter(
        (bit) => bits(id, bit, bit + 1) !== bits(none, bit, bit + 1),
      )
    })
    // 80 bits are given; the 6 that stand where version and variant belong are left out.
    expect(reached.filter((places) => places.length > 1)).toEqual([])
    const used = reached.flat()
    expect(new Set(used).size).toBe(74)
    expect(used).toHaveLength(74)
  })

  test('an early time keeps its leading zeros, and the latest fits', () => {
    expect(uuidV7(0, new Uint8Array(10))).toBe('00000000-0000-7000-8000-000000000000')
    const latest = uuidV7(2 ** 48 - 1, new Uint8Array(10).fill(255))
    expect(latest).toBe('ffffffff-ffff-7fff-bfff-ffffffffffff')
    expect(paymentIdSchema.safeParse(latest).success).toBe(true)
  })

  test('is accepted where an id is asked for, and other UUIDs are not', () => {
    const id = uuidV7(morningMs, bytes('0123456789abcdef0123'))
    expect(paymentIdSchema.parse(id)).toBe(id)
    for (const other of [
      '919108f7-52d1-4320-9bac-f847db4148a8',
      '017f22e2-79b0-7cc3-c8c4-dc0c0c07398f',
      '017f22e279b07cc398c4dc0c0c07398f',
      `${id} `,
      '',
    ]) {
      expect(paymentIdSchema.safeParse(other).success).toBe(false)
    }
  })

  test.each([0, 9, 11, 16])('%d random bytes are refused: an id is made of ten', (count) => {
    expect(() => uuidV7(morningMs, new Uint8Array(count))).toThrow('ten random bytes')
  })
})

describe('ids sort in the order in which they were made', () => {
  const hourMs = 3_600_000

  /** Ids made at these times by one run of the program. */
  const make = (
    database: JournalFile['database'],
    times: readonly number[],
    random = seededRandom('ids'),
  ): PaymentId[] => {
    let made = 0
    const clock = { now: () => times[made] ?? 0, after: () => () => undefined }
    const newId = createIds({ clock, random }, lastIdMs(database))
    return times.map(() => {
      const id = newId(paymentIdSchema)
      made += 1
      return id
    })
  }
  const expectInOrder = (ids: readonly string[]): void => {
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  }

  test('within one millisecond', () => {
    const { database } = openJournalFile()
    const times = Array.from({ length: 500 }, () => morningMs)
    expectInOrder(make(database, times))
  })

  test('while the clock is set back by an hour', () => {
    const { database } = openJournalFile()
    const back = morningMs - hourMs
    expectInOrder(make(database, [morningMs, back, back, back + 1, morningMs + 1]))
  })

  test('after a restart with the clock set back: the ids on the disk are the earlier ones', () => {
    const { database, journal } = openJournalFile()
    const [saleTime, ...later] = [morningMs, morningMs + 1, morningMs + 2]
    const saleId = saleIdSchema.parse(uuidV7(saleTime, new Uint8Array(10)))
    const before = make(database, later)
    journal.write([
      founding(),
      saleOpened(saleId),
      ...before.map((id) => paymentCreated(saleId, id)),
    ])
    const back = morningMs - hourMs
    expectInOrder([saleId, ...before, ...make(database, [back, back])])
  })

  test('where the time has moved on, an id says the time', () => {
    const { database } = openJournalFile()
    const ids = make(database, [morningMs, morningMs + 5_000])
    const times = ids.map((id) => Number.parseInt(bits(id, 0, 48), 2))
    expect(times).toEqual([morningMs, morningMs + 5_000])
  })

  test('even where chance gives the same bytes again', () => {
    const { database } = openJournalFile()
    const times = Array.from({ length: 100 }, () => morningMs)
    expectInOrder(make(database, times, { bytes: (count) => new Uint8Array(count) }))
  })
})
