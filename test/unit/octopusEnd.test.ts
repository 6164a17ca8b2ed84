/** The simulated reader as a till's line sees it: frames in, frames out, by the page that strangers build from. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createFrameDecoder, encodeFrame } from '../../src-main/engine/devices/octopus/frame.ts'
import {
  readMessage,
  writeMessage,
  type Message,
} from '../../src-main/engine/devices/octopus/messages.ts'
import { makeOctopus } from '../../src-main/training/octopus/make.ts'
import { bytesOfHex, hexOf } from '../harness/cardBytes.ts'
import { seededRandom } from '../harness/seeded.ts'
import { tempFolder } from '../harness/tempFolder.ts'
import { createVirtualClock } from '../harness/virtualClock.ts'

const card = '88888888'
const second = 1_000
const init: Message = {
  kind: 'request',
  call: 'init',
  body: { major: 1, minor: 0, environment: 'training', session: 7, counter: 'Counter 1' },
}
const poll = (timeoutMs = 0): Message => ({ kind: 'request', call: 'poll', body: { timeoutMs } })
const timeVer: Message = { kind: 'request', call: 'timeVer', body: {} }
const deduct = (about: object = {}): Message => ({
  kind: 'request',
  call: 'deduct',
  body: { reference: 'R0000042', cardNumber: card, amountTenCents: 123, ...about },
})
const exchange = (again: number | null = null): Message => ({
  kind: 'request',
  call: 'exchangeFile',
  body: { again },
})

function octopus(options: { readonly file?: string; readonly addsValue?: boolean } = {}) {
  const { file = ':memory:', addsValue = false } = options
  const clock = createVirtualClock(Date.UTC(2026, 10, 21, 7, 30))
  const database = new Database(file)
  const said: Uint8Array[] = []
  const made = makeOctopus({
    line: { send: (bytes) => void said.push(bytes) },
    database,
    clock,
    random: seededRandom(file),
    addsValue,
  })
  onTestFinished(() => {
    made.end.stop()
    database.close()
  })
  const decoder = createFrameDecoder()
  const answers = (): (Message | null)[] =>
    said
      .splice(0)
      .flatMap((bytes) => decoder.push(bytes))
      .flatMap((event) => (event.kind === 'message' ? [readMessage(event.message)] : []))
  return {
    ...made,
    clock,
    database,
    said,
    answers,
    asks(sequence: number, message: Message): void {
      made.end.hear(writeMessage(sequence, message))
    },
    /** @returns what was answered within so long */
    async answered(sequence: number, message: Message, ms = 500): Promise<(Message | null)[]> {
      made.end.hear(writeMessage(sequence, message))
      await clock.pass(ms)
      return answers()
    },
  }
}

async function opened(options: Parameters<typeof octopus>[0] = {}) {
  const made = octopus(options)
  await made.answered(0, init)
  made.end.put(card)
  made.answers()
  return made
}

const refusal = (code: number) => ({ kind: 'error', body: { code } })

describe('a session', () => {
  test('comes first: whatever else is asked before it is refused', async () => {
    const { answered } = octopus()
    expect(await answered(1, timeVer)).toMatchObject([refusal(3)])
    expect(await answered(1, deduct())).toMatchObject([refusal(3)])
    expect(await answered(0, init)).toMatchObject([{ kind: 'response', call: 'init' }])
    expect(await answered(1, timeVer)).toMatchObject([{ kind: 'response', call: 'timeVer' }])
  })

  test('of another version is refused, however its request looks', async () => {
    const { end, clock, answers } = octopus()
    const newer = { sequence: 0, type: 0x01, payload: bytesOfHex('0203ff') }
    end.hear(encodeFrame(newer))
    await clock.pass(second)
    expect(answers()).toMatchObject([{ kind: 'error', body: { code: 5, text: 'speaks 1.0' } }])
  })

  test('ends when it is closed, unplugged, or the reader starts anew', async () => {
    const { answered, end, clock } = await opened()
    const close: Message = { kind: 'request', call: 'close', body: {} }
    expect(await answered(1, close)).toMatchObject([{ kind: 'response', call: 'close' }])
    expect(await answered(1, close)).toMatchObject([refusal(3)])
    await answered(0, init)
    end.isUnplugged()
    expect(await answered(1, timeVer)).toMatchObject([refusal(3)])
    await answered(0, init)
    end.restart()
    expect(await answered(1, timeVer)).toEqual([])
    await clock.pass(2 * second)
    expect(await answered(1, timeVer)).toMatchObject([refusal(3)])
  })
})

describe('the same request again', () => {
  test('is answered again, byte for byte, and carried out once', async () => {
    const { answered, asks, clock, core, said } = await opened()
    asks(1, deduct())
    await clock.pass(second)
    const [first] = said.splice(0)
    core.prepare('goneMidWrite')
    await clock.pass(5 * second)
    asks(1, deduct())
    await clock.pass(second)
    expect(said.splice(0).map(hexOf)).toEqual([hexOf(first ?? new Uint8Array())])
    expect(core.chargedTenCents()).toBe(123)
    // By its reference it is the same in another session as well.
    await answered(0, init)
    core.prepare('noise')
    expect(await answered(9, deduct())).toMatchObject([{ kind: 'response', call: 'deduct' }])
    expect(core.chargedTenCents()).toBe(123)
  })

  test('while it is being carried out gets no second answer', async () => {
    const { asks, clock, answers, core } = await opened()
    for (let count = 0; count < 3; count += 1) {
      asks(1, deduct())
      await clock.pass(50)
    }
    await clock.pass(second)
    expect(answers()).toHaveLength(1)
    expect(core.chargedTenCents()).toBe(123)
  })

  test('that could not be stored is looked at anew', async () => {
    const { answered, core } = await opened()
    core.prepare('diskFull')
    expect(await answered(1, deduct())).toMatchObject([refusal(8)])
    expect(await answered(1, deduct())).toMatchObject([{ kind: 'response', call: 'deduct' }])
    expect(core.chargedTenCents()).toBe(123)
  })

  test('is not the same where anything in it differs', async () => {
    const { answered, core } = await opened()
    await answered(1, deduct())
    const another = deduct({ reference: 'R0000043' })
    expect(await answered(1, another)).toMatchObject([refusal(1)])
    expect(core.chargedTenCents()).toBe(123)
    expect(await answered(2, another)).toMatchObject([{ kind: 'response', call: 'deduct' }])
  })
})

describe('something else meanwhile', () => {
  test('is refused, and looked at once the way is free', async () => {
    const { asks, answers, answered, clock } = await opened()
    asks(1, deduct())
    expect(await answered(2, timeVer, 100)).toMatchObject([refusal(4)])
    await clock.pass(second)
    expect(answers()).toMatchObject([{ kind: 'response', call: 'deduct' }])
    expect(await answered(2, timeVer)).toMatchObject([{ kind: 'response', call: 'timeVer' }])
  })

  test('a new session ends a poll, and of a deduct only the answer', async () => {
    const { asks, answered, answers, clock, core, end } = await opened()
    end.remove()
    answers()
    asks(1, poll(3_000))
    await clock.pass(100)
    expect(await answered(0, init, 4 * second)).toMatchObject([{ call: 'init' }])
    end.put(card)
    asks(1, deduct())
    await clock.pass(100)
    expect(await answered(0, init, 4 * second)).toMatchObject([
      { event: 'cardPresent' },
      { call: 'init' },
    ])
    expect(core.chargedTenCents()).toBe(123)
  })
})

describe('what it cannot read', () => {
  test.for([
    ['an unknown call', 0x0b, '', 2],
    ['a payload too long', 0x02, '00', 1],
    ['a payload too short', 0x04, '0852', 1],
  ] as const)('%s is answered, and nothing is done', async ([, type, payload, code]) => {
    const { end, clock, answers, core } = await opened()
    end.hear(encodeFrame({ sequence: 1, type, payload: bytesOfHex(payload) }))
    await clock.pass(second)
    expect(answers()).toMatchObject([{ kind: 'error', body: { request: type, code } }])
    expect(core.chargedTenCents()).toBe(0)
  })

  test('a request with the number of a session is malformed', async () => {
    const { answered } = await opened()
    expect(await answered(0, timeVer)).toMatchObject([refusal(1)])
  })

  test('noise and answers are passed over in silence', async () => {
    const { end, clock, answers, answered } = await opened()
    end.hear(bytesOfHex('ff0200030405'))
    end.hear(writeMessage(1, { kind: 'response', call: 'display', body: {} }))
    await clock.pass(second)
    expect(answers()).toEqual([])
    expect(await answered(1, timeVer)).toHaveLength(1)
  })
})

describe('a poll', () => {
  test('waits for a card, and says it as soon as one is there', async () => {
    const { end, asks, answers, clock } = await opened()
    end.remove()
    answers()
    asks(1, poll(3_000))
    await clock.pass(second)
    expect(answers()).toEqual([])
    end.put('20260004')
    await clock.pass(100)
    expect(answers()).toMatchObject([
      { kind: 'event', event: 'cardPresent' },
      { kind: 'response', call: 'poll', body: { cardNumber: '20260004', hidesValue: true } },
    ])
  })

  test('says after its time that there was none', async () => {
    const { end, asks, answers, clock } = await opened()
    end.remove()
    answers()
    asks(1, poll(3_000))
    await clock.pass(3_040)
    expect(answers()).toEqual([])
    await clock.pass(20)
    expect(answers()).toMatchObject([refusal(100_032)])
  })

  test('tells the last ten entries of the card, the newest first', async () => {
    const { answered, core } = await opened()
    for (let count = 1; count <= 12; count += 1) {
      await answered(count, deduct({ reference: `R${count}`, amountTenCents: count }))
    }
    const [message] = await answered(13, poll())
    expect(message).toMatchObject({
      body: {
        valueTenCents: 588 - 78,
        log: Array.from({ length: 10 }, (_, place) => ({
          what: 'deduct',
          amountTenCents: 12 - place,
          deviceId: 301,
        })),
      },
    })
    expect(core.chargedTenCents()).toBe(78)
  })

  test('an invalid card is refused', async () => {
    const { answered, core } = await opened()
    core.saveCard({ ...core.card(card), refusedWith: 100_021 })
    expect(await answered(1, poll())).toMatchObject([refusal(100_021)])
  })
})

describe('its days', () => {
  test('the exchange file holds what was taken since the last one, and can be told again', async () => {
    const { answered } = await opened()
    await answered(1, deduct())
    await answered(2, deduct({ reference: 'R0000043', amountTenCents: 7 }))
    const [first] = await answered(3, exchange(), 3 * second)
    expect(first).toMatchObject({
      call: 'exchangeFile',
      body: { number: 1, deducted: { count: 2, tenCents: 130 }, added: { count: 0, tenCents: 0 } },
    })
    expect(await answered(4, exchange(), 3 * second)).toMatchObject([
      { body: { number: 2, deducted: { count: 0, tenCents: 0 } } },
    ])
    expect(await answered(5, exchange(1), 3 * second)).toEqual([first])
    expect(await answered(6, exchange(9), 3 * second)).toMatchObject([refusal(1)])
  })

  test('five hundred entries without one, and its log is full', async () => {
    const { answered, core } = await opened()
    core.saveCard({ ...core.card(card), valueTenCents: 1_000 })
    for (let count = 0; count < 500; count += 1) {
      const about = { reference: `R${count}`, amountTenCents: 1 }
      core.handle({ call: 'deduct', cardNumber: card, ...about }, Date.UTC(2026, 10, 21, 8))
    }
    expect(await answered(1, deduct())).toMatchObject([refusal(100_023)])
    expect(await answered(2, exchange(), 3 * second)).toMatchObject([
      { body: { deducted: { count: 500, tenCents: 500 } } },
    ])
    expect(await answered(3, deduct())).toMatchObject([{ call: 'deduct' }])
  })

  test('without its lists it takes nothing, until they are loaded', async () => {
    const { answered, core } = await opened()
    core.dropLists()
    expect(await answered(1, deduct())).toMatchObject([refusal(100_068)])
    const housekeeping: Message = { kind: 'request', call: 'housekeeping', body: {} }
    expect(await answered(2, housekeeping, 2 * second)).toMatchObject([
      { body: { lists: '2026-11-21' } },
    ])
    expect(await answered(3, deduct())).toMatchObject([{ call: 'deduct' }])
  })
})

test('value is added where it has the skill, and written on the card as the last one', async () => {
  const add: Message = { ...deduct(), call: 'addValue' } as Message
  const without = await opened()
  expect(await without.answered(1, add)).toMatchObject([refusal(7)])
  const { answered, core } = await opened({ addsValue: true })
  expect(await answered(1, add)).toMatchObject([{ call: 'addValue', body: { valueTenCents: 711 } }])
  expect(await answered(2, poll())).toMatchObject([
    { body: { lastAddValue: { year: 2026, month: 11, day: 21, by: 'cash', deviceId: 301 } } },
  ])
  expect(core.chargedTenCents()).toBe(-123)
  core.saveCard({ ...core.card(card), valueTenCents: 29_999 })
  const more = { ...add, body: { reference: 'R2', cardNumber: card, amountTenCents: 2 } } as Message
  expect(await answered(3, more)).toMatchObject([refusal(100_049)])
})

describe('its file', () => {
  test('has the request before the card is touched, and the result before it is answered', async () => {
    const file = join(tempFolder(), 'octopus.sqlite')
    const { asks, database, core, clock } = await opened({ file })
    // Another program sees what is on the disk, and nothing else.
    const disk = new Database(file, { readonly: true })
    onTestFinished(() => void disk.close())
    const onDisk = disk.prepare("SELECT state FROM request WHERE reference = 'R0000042'").pluck()
    const touched: unknown[] = []
    database.function('touches', () => {
      touched.push(onDisk.get())
      return 0
    })
    database.exec('CREATE TEMP TRIGGER t BEFORE INSERT ON entry BEGIN SELECT touches(); END')
    asks(1, deduct())
    expect(touched).toEqual(['begun'])
    expect(onDisk.get()).toBe('done')
    expect(core.chargedTenCents()).toBe(123)
    await clock.pass(second)
  })

  test('is the same store after a restart of its program, with all that was done', async () => {
    const file = join(tempFolder(), 'octopus.sqlite')
    const first = await opened({ file })
    await first.answered(1, deduct())
    const [before] = await first.answered(0, init)
    const again = await opened({ file })
    const [after] = await again.answered(0, init)
    const { storeId } = (before as { body: { storeId: string } }).body
    expect(after).toMatchObject({ body: { storeId } })
    expect(await again.answered(1, deduct())).toMatchObject([{ call: 'deduct' }])
    expect(again.core.chargedTenCents()).toBe(123)
  })

  test.for(['dieBeforeWrite', 'dieAfterWrite'] as const)(
    '%s: whoever starts on it does not know either, and does nothing again',
    async (trick) => {
      const file = join(tempFolder(), 'octopus.sqlite')
      const first = await opened({ file })
      first.core.prepare(trick)
      expect(await first.answered(1, deduct())).toEqual([])
      const next = await opened({ file })
      const charged = next.core.chargedTenCents()
      const asked: Message = { kind: 'request', call: 'outcome', body: { reference: 'R0000042' } }
      expect(await next.answered(1, asked)).toMatchObject([
        { body: { outcome: { state: 'unclear', cardNumber: card, amountTenCents: 123 } } },
      ])
      expect(await next.answered(2, deduct())).toMatchObject([refusal(11)])
      expect(next.core.chargedTenCents()).toBe(charged)
    },
  )
})
