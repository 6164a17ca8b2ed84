/** PIN guessing, in every way that somebody at the counter or with a script may try. */
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { StaffTile } from '../../src-shared/contract/counter.ts'
import type { StaffId } from '../../src-shared/ids.ts'
import type { PasswordHash } from '../../src-main/engine/parts.ts'
import { createPasswordHash } from '../../src-main/host/passwordHash.ts'
import { attack, refusalOf, requestOf, type Answer } from '../harness/attacker.ts'
import { freshId, openDoor, signIn } from '../harness/fakeTill.ts'
import { startTestTill, type TestTill } from '../harness/testTill.ts'

const dayMs = 24 * 3_600_000
const rightPin = '3333'

/** Whoever is guessed at: the supervisor, whose consent a cashier would like to have. */
type Victim = { readonly till: TestTill; readonly staffId: StaffId; readonly looked: () => number }

/** With a cashier at the till. `looked`: how many PINs were compared with a hash since then. */
async function victim(hash: PasswordHash = plainHash): Promise<Victim> {
  let looked = 0
  const passwordHash: PasswordHash = {
    hash: hash.hash,
    verify(secret, stored) {
      looked += 1
      return hash.verify(secret, stored)
    },
  }
  const till = await startTestTill({ parts: { passwordHash } })
  await till.ready()
  const { saleId } = await till.get('sale.open', { ...details, totalMinor: 100 })
  await till.get('payment.takeCash', { saleId, tenderedMinor: 100 })
  const { staffId } = await one(till, 'supervisor')
  looked = 0
  return { till, staffId, looked: () => looked }
}
const details = { totalMinor: 100, reference: '', description: '' }

const plainHash: PasswordHash = {
  hash: (secret) => Promise.resolve(`plain ${secret}`),
  verify: (secret, stored) => Promise.resolve(stored === `plain ${secret}`),
}

async function one(till: TestTill, role: StaffTile['role']): Promise<StaffTile> {
  const people = await till.get('session.staff', {})
  const found = people.find((person) => person.role === role)
  if (!found) throw new Error(`no ${role}`)
  return found
}

/** The places that take a PIN. */
const places = {
  'signing in at the till': (till: TestTill, staffId: StaffId, pin: string) =>
    till.call('session.signIn', { staffId, pin }),
  'signing in at the manager’s window': (till: TestTill, staffId: StaffId, pin: string) =>
    till.call('session.signIn', { staffId, pin }, { window: 'manager' }),
  'consenting to something': async (till: TestTill, staffId: StaffId, pin: string) => {
    const saleId = (await till.sale())?.saleId
    if (!saleId) throw new Error('no sale')
    const override = { approver: staffId, pin, reason: 'because' }
    return till.call('receipt.reprint', { saleId }, { override })
  },
  'consenting to what is refused anyway': (till: TestTill, staffId: StaffId, pin: string) => {
    const override = { approver: staffId, pin, reason: 'because' }
    return till.call('receipt.reprint', { saleId: freshId() as never }, { override })
  },
} as const
const guesses = Object.values(places)
const guessAt = (turn: number): (typeof guesses)[number] => {
  const guess = guesses[turn % guesses.length]
  if (!guess) throw new Error('no place')
  return guess
}

const countedOf = (till: TestTill, staffId: StaffId): number =>
  till
    .database()
    .prepare<[string], { wrong: number }>('SELECT wrong FROM wrongPin WHERE staffId = ?')
    .get(staffId)?.wrong ?? 0

const refusedRows = (till: TestTill): string[] =>
  till.kinds().filter((kind) => kind === 'session.refused' || kind === 'override.refused')

async function unwritable(till: TestTill, work: () => Promise<void>): Promise<void> {
  till.database().pragma('query_only = 1')
  try {
    await work()
  } finally {
    till.database().pragma('query_only = 0')
  }
}

describe('PIN guessing', () => {
  test(
    'a whole day of it, at every place in turn: about a hundred tries, each longer to wait for',
    { timeout: 60_000 },
    async () => {
      const { till, staffId, looked } = await victim()
      const endMs = till.clock.now() + dayMs
      const waitsMs: number[] = []
      for (let turn = 0; till.clock.now() < endMs; turn += 1) {
        const answer = await guessAt(turn)(till, staffId, '9999')
        const untilMs = answer.ok ? 0 : answer.failure.facts['untilMs']
        if (typeof untilMs !== 'number') continue
        // Asked again while it is locked: nothing is looked at, whatever the place.
        const before = looked()
        expect(refusalOf(await guessAt(turn + 1)(till, staffId, rightPin))).toBe('lockedOut')
        expect(looked()).toBe(before)
        waitsMs.push(untilMs - till.clock.now())
        till.clock.jump(untilMs - till.clock.now())
      }
      expect(waitsMs.slice(0, 7).map((ms) => ms / 1_000)).toEqual([30, 60, 120, 240, 480, 900, 900])
      expect(looked()).toBeLessThan(110)
      expect(countedOf(till, staffId)).toBe(looked())
      expect(refusedRows(till)).toHaveLength(looked())
    },
  )

  test.for(Object.entries(places))(
    'by %s: five wrong ones lock the person, and nobody else',
    async ([, guess]) => {
      const { till, staffId } = await victim()
      const codes: (string | null)[] = []
      for (let turn = 0; turn < 5; turn += 1) {
        codes.push(refusalOf(await guess(till, staffId, '9999')))
      }
      expect(codes).toEqual(['wrongPin', 'wrongPin', 'wrongPin', 'wrongPin', 'lockedOut'])
      expect(refusalOf(await guess(till, staffId, rightPin))).toBe('lockedOut')
      expect((await one(till, 'supervisor')).lockedUntilMs).toBe(till.clock.now() + 30_000)
      await till.signIn('manager')
      expect((await till.session())?.role).toBe('manager')
    },
  )

  test('with the program ended after each try: the tries are counted on, and the lock holds', async () => {
    const { till, staffId } = await victim()
    for (let turn = 0; turn < 5; turn += 1) {
      await guessAt(turn % 2)(till, staffId, '9999')
      await till.restart()
    }
    expect(countedOf(till, staffId)).toBe(5)
    const input = { staffId, pin: rightPin }
    expect(await till.call('session.signIn', input)).toMatchObject({
      failure: { code: 'lockedOut' },
    })
  })

  test(
    'a hundred at once, from several pages and windows, with the real hash: none is free',
    { timeout: 60_000 },
    async () => {
      const { till, staffId, looked } = await victim(createPasswordHash(randomBytes(32)))
      const web = await openDoor(till.server())
      const cookie = await signIn(web)
      const pages = [await attack(web, { cookie }), await attack(web, { cookie })]
      const session = (await till.session())?.sessionId
      const saleId = (await till.sale())?.saleId
      const answers = Array.from({ length: 100 }, async (_, turn): Promise<Answer | undefined> => {
        const pin = String(1_000 + turn)
        const consent = { session, override: { approver: staffId, pin, reason: 'because' } }
        const consents = turn % 3 === 0
        const request = consents
          ? requestOf('receipt.reprint', { saleId }, consent)
          : requestOf('session.signIn', { staffId, pin })
        const window = consents || turn % 2 === 0 ? 'till' : 'manager'
        return (await till.server().call(window, request))?.answer
      })
      const bySocket = pages.map((page) => page.call('session.signIn', { staffId, pin: '8888' }))
      const codes = (await Promise.all([...answers, ...bySocket])).map((answer) =>
        answer === undefined ? 'dropped' : refusalOf(answer),
      )
      expect(codes).not.toContain(null)
      expect(new Set(codes)).toEqual(new Set(['wrongPin', 'tooManyCalls']))
      expect(looked()).toBe(codes.filter((code) => code === 'wrongPin').length)
      expect(countedOf(till, staffId)).toBe(looked())
      expect(refusedRows(till)).toHaveLength(looked())
    },
  )

  test('many PINs under one call id: one try, and the same answer to all', async () => {
    const { till, staffId, looked } = await victim()
    const callId = till.newCallId()
    for (const pin of ['9999', '8888', rightPin]) {
      const answer = await till.call('session.signIn', { staffId, pin }, { callId })
      expect(refusalOf(answer)).toBe('wrongPin')
    }
    expect(looked()).toBe(1)
  })

  test('while nothing can be written (disk full, file read-only): no answer tells a right PIN from a wrong one', async () => {
    const { till, staffId } = await victim()
    await unwritable(till, async () => {
      for (const [place, guess] of Object.entries(places)) {
        const wrong = refusalOf(await guess(till, staffId, '9999'))
        const right = refusalOf(await guess(till, staffId, rightPin))
        expect(right, place).toBe(wrong)
      }
    })
  })

  test('while nothing can be written: tries are counted all the same, and lock', async () => {
    const { till, staffId } = await victim()
    await unwritable(till, async () => {
      for (let turn = 0; turn < 6; turn += 1) await guessAt(turn)(till, staffId, '9999')
    })
    const answer = await till.call('session.signIn', { staffId, pin: rightPin })
    expect(refusalOf(answer)).toBe('lockedOut')
  })

  test('of a cashier, by way of a consent that he may not give: his PIN is not looked at', async () => {
    const { till, looked } = await victim()
    const saleId = (await till.sale())?.saleId
    if (!saleId) throw new Error('no sale')
    const people = await till.get('session.staff', {})
    for (const { staffId } of people.filter(({ role }) => role === 'cashier')) {
      const override = { approver: staffId, pin: '1111', reason: 'because' }
      const answer = await till.call('receipt.reprint', { saleId }, { override })
      expect(refusalOf(answer)).toBe('overrideNotAllowed')
    }
    expect(looked()).toBe(0)
  })

  test('by the time it takes: a right PIN costs one hash as a wrong one does, and a name that is nobody’s costs none', async () => {
    const { till, staffId, looked } = await victim()
    // Nothing is learnt from a quick answer: the names stand on the sign-in screen.
    const nobody = { staffId: freshId() as StaffId, pin: '1234' }
    expect(await till.call('session.signIn', nobody)).toMatchObject({
      failure: { code: 'staffUnknown' },
    })
    expect(looked()).toBe(0)
    await till.call('session.signIn', { staffId, pin: '9999' })
    expect(looked()).toBe(1)
    await till.call('session.signIn', { staffId, pin: rightPin })
    expect(looked()).toBe(2)
  })

  test('by what is no PIN: refused before anything is looked at', async () => {
    const { till, staffId, looked } = await victim()
    const page = await attack(await openDoor(till.server()))
    for (const pin of [
      '',
      '333',
      '333333333',
      ' 3333',
      '3333\n',
      '３３３３',
      '3.33',
      3333,
      ['3333'],
      { toString: '3333' },
      null,
      true,
      '%',
      "' OR 1=1 --",
    ]) {
      const answer = await page.call('session.signIn', { staffId, pin })
      expect(refusalOf(answer), JSON.stringify(pin)).toBe('malformedCall')
    }
    expect(looked()).toBe(0)
    expect(countedOf(till, staffId)).toBe(0)
  })
})
