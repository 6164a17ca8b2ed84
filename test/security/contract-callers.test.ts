/** Attacks by whoever may call some of the contract and wants more of it, each by its name. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { calls, topics, type CallName, type Topic } from '../../src-shared/contract/index.ts'
import {
  attack,
  busyTill,
  everyInput,
  refusalOf,
  requestOf,
  type Known,
} from '../harness/attacker.ts'
import { freshId, openDoor } from '../harness/fakeTill.ts'
import { startTestTill, type TestTill } from '../harness/testTill.ts'

const names = Object.keys(calls) as CallName[]
/** Whoever is nobody may not make these. */
const personal = names.filter((name) => calls[name].who !== 'anyone')

type Busy = { readonly till: TestTill; readonly known: Known }

async function busy(): Promise<Busy> {
  const till = await startTestTill({ settings: '{"training.fpsPaysAfterMs":null}' })
  return { till, known: await busyTill(till) }
}

/** After the test, nothing stands in the journal that did not stand there now. */
function nothingIsWritten(till: TestTill): void {
  const before = JSON.stringify(till.rows())
  onTestFinished(() => expect(JSON.stringify(till.rows())).toBe(before))
}

const sessionOf = async (till: TestTill): Promise<string | null> =>
  (await till.session())?.sessionId ?? null

describe('a customer window that calls more than it may', () => {
  test('every call, with the cashier’s own session and a supervisor’s PIN: refused, and nothing is written', async () => {
    const { till, known } = await busy()
    const session = await sessionOf(till)
    const customer = await attack(await openDoor(till.server()), { path: '/contract/customer' })
    nothingIsWritten(till)
    const override = { approver: known.staffId, pin: '3333', reason: 'because' }
    const inputs = everyInput(known)
    for (const name of names) {
      if (name === 'view.topic') continue
      const answer = await customer.call(name, inputs[name], { session, override })
      expect(refusalOf(answer), name).toBe('wrongWindow')
    }
  })

  test('every topic: only its own display is told', async () => {
    const { till } = await busy()
    const session = await sessionOf(till)
    const customer = await attack(await openDoor(till.server()), { path: '/contract/customer' })
    const told: Topic[] = []
    for (const topic of topics) {
      const answer = await customer.call('view.topic', { topic }, { session })
      if (answer === 'dropped' || !answer.ok) throw new Error(topic)
      if ((answer.value as { readonly value: unknown }).value !== null) told.push(topic)
    }
    expect(told).toEqual(['display'])
  })

  test('listening to a whole sale: it hears of its display and of nothing else', async () => {
    const { till, known } = await busy()
    const customer = await attack(await openDoor(till.server()), { path: '/contract/customer' })
    await till.get('training.customerPays', { paymentId: known.paymentId })
    await till.clock.pass(60_000)
    await till.get('session.signOut', {})
    await till.signIn('manager')
    await customer.call('view.topic', { topic: 'display' })
    const events = customer.heard.filter((text) => text.includes('"type":"event"'))
    expect(events.length).toBeGreaterThan(1)
    expect(events.filter((text) => !text.includes('"topic":"display"'))).toEqual([])
    const everything = customer.heard.join('\n')
    for (const word of ['two teas', 'R-1', '陳美玲', 'sessionId', known.staffId, known.saleId]) {
      expect(everything).not.toContain(word)
    }
  })

  test('saying that it is the till: refused', async () => {
    const { till, known } = await busy()
    const session = await sessionOf(till)
    const customer = await attack(await openDoor(till.server()), { path: '/contract/customer' })
    nothingIsWritten(till)
    const input = everyInput(known)['sale.setAside']
    for (const more of [{ window: 'till' }, { from: 'till' }, { session, window: 'till' }]) {
      const answer = await customer.call('sale.setAside', input, more)
      expect(refusalOf(answer)).toBe('malformedCall')
    }
  })

  test('asking for the answer to a call of the till again, by its id: refused', async () => {
    const { till } = await busy()
    const callId = till.newCallId()
    const input = { theme: 'dark' } as const
    expect((await till.call('counter.chooseTheme', input, { callId })).ok).toBe(true)
    const customer = await attack(await openDoor(till.server()), { path: '/contract/customer' })
    const answer = await customer.call('counter.chooseTheme', input, { callId })
    expect(refusalOf(answer)).toBe('wrongWindow')
  })
})

describe('a call without the session that it needs', () => {
  /** Each brings a session that must open nothing at the till's window. */
  const sessions: readonly (readonly [string, (busy: Busy) => Promise<string | null>])[] = [
    ['a call without session', () => Promise.resolve(null)],
    ['a session that somebody made up', () => Promise.resolve(freshId())],
    [
      'the session of another window',
      async ({ till }) => {
        const managers = await till.server().call('manager', {
          ...requestOf('session.signIn', { staffId: await idOf(till, 'manager'), pin: '4444' }),
        })
        expect(managers?.answer.ok).toBe(true)
        return sessionAt(till, 'manager')
      },
    ],
    [
      'a session that was signed out',
      async ({ till }) => {
        const held = await sessionOf(till)
        await till.get('session.signOut', {})
        return held
      },
    ],
    [
      'the session of whoever was there before',
      async ({ till }) => {
        const held = await sessionOf(till)
        await till.signIn('supervisor')
        return held
      },
    ],
    [
      'a session from before a restart',
      async ({ till }) => {
        const held = await sessionOf(till)
        await till.restart()
        return held
      },
    ],
  ]

  test.for(sessions)(
    '%s: every call that needs a person is refused, and nothing is written',
    async ([, bring]) => {
      const { till, known } = await busy()
      const session = await bring({ till, known })
      const page = await attack(await openDoor(till.server()))
      nothingIsWritten(till)
      const inputs = everyInput(known)
      for (const name of personal) {
        const answer = await page.call(name, inputs[name], { session })
        expect(refusalOf(answer), name).toBe('signInNeeded')
      }
      expect(personal.length).toBeGreaterThan(15)
    },
  )

  test('the till’s session at the manager’s window: every call is refused', async () => {
    const { till, known } = await busy()
    const session = await sessionOf(till)
    nothingIsWritten(till)
    const inputs = everyInput(known)
    for (const name of personal) {
      const reply = await till.server().call('manager', requestOf(name, inputs[name], { session }))
      const allowed = (calls[name].windows as readonly string[]).includes('manager')
      expect(reply?.answer, name).toMatchObject({
        failure: { code: allowed ? 'signInNeeded' : 'wrongWindow' },
      })
    }
  })

  test('a supervisor’s PIN in place of a session: refused', async () => {
    const { till, known } = await busy()
    const page = await attack(await openDoor(till.server()))
    nothingIsWritten(till)
    const override = { approver: known.staffId, pin: '3333', reason: 'because' }
    const answer = await page.call('receipt.reprint', { saleId: known.saleId }, { override })
    expect(refusalOf(answer)).toBe('signInNeeded')
  })

  test('nobody at the till: the page is told neither the sale nor what the trainer set', async () => {
    const { till } = await busy()
    await till.get('session.signOut', {})
    const page = await attack(await openDoor(till.server()))
    for (const topic of ['sale', 'training', 'session', 'display'] as const) {
      const answer = await page.call('view.topic', { topic })
      expect(answer, topic).toMatchObject({ ok: true, value: { value: null } })
    }
  })
})

describe('a call id used twice', () => {
  const theme = { theme: 'dark' } as const

  test('for two different calls: the second is refused, and not done', async () => {
    const till = await startTestTill()
    const page = await attack(await openDoor(till.server()))
    const callId = freshId()
    expect(refusalOf(await page.call('counter.chooseTheme', theme, { callId }))).toBe(null)
    const other = await page.call('counter.chooseLanguage', { language: 'en' }, { callId })
    expect(refusalOf(other)).toBe('malformedCall')
    expect(await till.counter()).toMatchObject({ theme: 'dark', language: null })
  })

  test('for two different calls at the same moment: neither is answered with what the other has done', async () => {
    const till = await startTestTill()
    const staffId = await idOf(till, 'cashier')
    const callId = freshId()
    const [signedIn, chosen] = await Promise.all([
      till.server().call('till', requestOf('session.signIn', { staffId, pin: '1111' }, { callId })),
      till.server().call('till', requestOf('counter.chooseTheme', theme, { callId })),
    ])
    expect(signedIn?.answer.ok).toBe(true)
    expect(chosen?.answer).toMatchObject({ ok: false, failure: { code: 'malformedCall' } })
    expect(await till.counter()).toMatchObject({ theme: 'system' })
  })
})

async function sessionAt(till: TestTill, window: 'till' | 'manager'): Promise<string | null> {
  const reply = await till.server().call(window, requestOf('view.topic', { topic: 'session' }))
  const { value } = reply?.answer.ok
    ? (reply.answer.value as { readonly value: { readonly sessionId: string } | null })
    : { value: null }
  return value?.sessionId ?? null
}

async function idOf(till: TestTill, role: string): Promise<string | undefined> {
  const people = await till.get('session.staff', {})
  return people.find((person) => person.role === role)?.staffId
}
