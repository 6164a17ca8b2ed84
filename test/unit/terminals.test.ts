import { describe, expect, test } from 'vitest'
import type { TerminalView } from '../../src-shared/contract/devices.ts'
import { atTheDesk } from '../harness/desk.ts'
import { terminalProfile } from '../harness/terminalProfile.ts'
import { startTestTill, type TestTill } from '../harness/testTill.ts'

const second = 1_000

const terminalsOf = async (till: TestTill): Promise<readonly TerminalView[]> => {
  const { value } = await till.get('view.topic', { topic: 'devices' })
  return (value as { terminals: TerminalView[] }).terminals
}

async function technician(): Promise<TestTill> {
  const till = await startTestTill()
  await till.signIn('admin')
  await till.clock.pass(100)
  return till
}

/** What is asked of a line takes time. */
async function asked<A>(till: TestTill, work: Promise<A>, forMs = 40 * second): Promise<A> {
  const passed = till.clock.pass(forMs)
  const answer = await work
  await passed
  return answer
}

describe('terminals are set up by whoever looks after the counter', () => {
  test('the training brings one, until there is one of the counter’s own; and again after that', async () => {
    const till = await technician()
    expect(await terminalsOf(till)).toMatchObject([{ builtIn: true, line: { open: true } }])
    const own = terminalProfile({ name: 'Front', protocol: 'zvt', path: 'training:zvt' })
    await till.get('devices.saveTerminal', { profile: own })
    await till.clock.pass(100)
    expect(await terminalsOf(till)).toMatchObject([
      { builtIn: false, profile: { name: 'Front', protocol: 'zvt' }, line: { open: true } },
    ])
    await till.restart()
    await till.signIn('admin')
    expect(await terminalsOf(till)).toMatchObject([{ profile: { name: 'Front' } }])
    await till.get('devices.removeTerminal', { id: 'terminal-1' })
    await till.clock.pass(100)
    expect(await terminalsOf(till)).toMatchObject([{ builtIn: true }])
    // Which terminal a payment went to can be told from the journal, years later.
    expect(till.kinds().filter((kind) => kind === 'settings.changed')).toHaveLength(2)
  })

  test('two of them need two lines; a changed one keeps its place', async () => {
    const till = await technician()
    const one = terminalProfile({ path: 'training:nets' })
    const two = terminalProfile({ id: 'terminal-2', protocol: 'zvt', path: 'training:zvt' })
    await till.get('devices.saveTerminal', { profile: one })
    expect(
      await till.call('devices.saveTerminal', { profile: { ...two, path: one.path } }),
    ).toMatchObject({ failure: { code: 'terminalPathTaken', facts: { path: one.path } } })
    await till.get('devices.saveTerminal', { profile: two })
    await till.get('devices.saveTerminal', { profile: { ...one, name: 'Bar' } })
    expect((await terminalsOf(till)).map(({ profile }) => profile.name)).toEqual([
      'Bar',
      'Terminal',
    ])
  })

  test('a line that training must not open is refused, and nothing is kept of it', async () => {
    const till = await technician()
    const profile = terminalProfile({ path: '/dev/ttyS0' })
    const refused = { failure: { code: 'portNotAllowed', facts: { path: '/dev/ttyS0' } } }
    expect(await till.call('devices.saveTerminal', { profile })).toMatchObject(refused)
    expect(await till.call('devices.identify', { path: '/dev/ttyS0' })).toMatchObject(refused)
    expect(await terminalsOf(till)).toMatchObject([{ builtIn: true }])
  })

  test('what is not there cannot be removed, tested or settled; what came with the training stays', async () => {
    const till = await technician()
    const unknown = { failure: { code: 'terminalUnknown' } }
    for (const id of ['terminal-1', 'terminal-3'] as const) {
      expect(await till.call('devices.removeTerminal', { id })).toMatchObject(unknown)
    }
    expect(await till.call('devices.testTerminal', { id: 'terminal-3' })).toMatchObject(unknown)
  })

  test('a profile that wants an end of day of a protocol that has none is refused it, and the till goes on', async () => {
    const skills = ['void', 'last', 'settle'] as const
    const profile = terminalProfile({
      protocol: 'hkText',
      path: 'training:hkText',
      skills: [...skills],
    })
    const { till, consent } = await atTheDesk({
      settings: JSON.stringify({ 'card.terminals': [profile] }),
    })
    await till.clock.pass(100)
    const override = await consent()
    expect(
      await till.call('devices.settleTerminal', { id: 'terminal-1' }, { override }),
    ).toMatchObject({ failure: { code: 'terminalCannotSettle' } })
    expect(await terminalsOf(till)).toMatchObject([{ settlement: { running: false } }])
  })

  test('a cashier looks and tests, and changes nothing', async () => {
    const till = await startTestTill()
    await till.ready()
    await till.clock.pass(100)
    const profile = terminalProfile()
    const refused = { failure: { code: 'notPermitted' } }
    expect(await till.call('devices.saveTerminal', { profile })).toMatchObject(refused)
    expect(await till.call('devices.removeTerminal', { id: 'terminal-1' })).toMatchObject(refused)
    expect(await till.call('devices.findPorts', {})).toMatchObject(refused)
    const tested = till.get('devices.testTerminal', { id: 'terminal-1' })
    expect(await asked(till, tested, second)).toEqual({ result: 'ready' })
    expect(await terminalsOf(till)).toMatchObject([{ lastTest: { result: 'ready' } }])
  })
})

describe('a terminal is found on its line', () => {
  test.for(['hypercom', 'nets', 'hkText', 'zvt'] as const)('%s', async (protocol) => {
    const till = await technician()
    const own = terminalProfile({ protocol: 'zvt', path: 'training:zvt' })
    // The line of the training's own terminal is in use, and asked by nobody else.
    if (protocol === 'nets') await till.get('devices.saveTerminal', { profile: own })
    await till.clock.pass(100)
    const found = till.get('devices.identify', { path: `training:${protocol}` })
    expect(await asked(till, found)).toEqual({ protocol, baudRate: 9_600 })
  })

  test('where nothing answers, nothing is found', async () => {
    const till = await technician()
    till.other().terminals.setPlugged(false)
    expect(await asked(till, till.get('devices.identify', { path: 'training:zvt' }))).toBeNull()
  })
})

describe('a terminal in the middle of something', () => {
  test('is not changed, removed or settled', async () => {
    const profile = terminalProfile({ protocol: 'zvt', path: 'training:zvt' })
    const desk = await atTheDesk({ settings: JSON.stringify({ 'card.terminals': [profile] }) })
    const { till } = desk
    await till.clock.pass(100)
    const override = await desk.consent()
    await desk.charge('visa')
    await till.clock.pass(500)
    const settled = await till.call('devices.settleTerminal', { id: 'terminal-1' }, { override })
    const busy = { failure: { code: 'terminalBusy', facts: { terminal: 'Terminal' } } }
    expect(settled).toMatchObject(busy)
    await till.get('session.signOut', {})
    await till.signIn('admin')
    const renamed = { profile: { ...profile, name: 'Other' } }
    expect(await till.call('devices.saveTerminal', renamed)).toMatchObject(busy)
    expect(await till.call('devices.removeTerminal', { id: 'terminal-1' })).toMatchObject(busy)
    expect(await terminalsOf(till)).toMatchObject([{ profile: { name: 'Terminal' } }])
    // Whoever is signed in: its answer is heard, and stored.
    await till.clock.pass(5 * second)
    expect(till.kinds()).toContain('sale.completed')
    expect(await till.call('devices.saveTerminal', renamed)).toMatchObject({ ok: true })
  })

  test('an end of day that cannot be stored is said to have failed, and is not for ever under way', async () => {
    const profile = terminalProfile({ protocol: 'hypercom', path: 'training:hypercom' })
    const { till, consent } = await atTheDesk({
      settings: JSON.stringify({ 'card.terminals': [profile] }),
    })
    await till.clock.pass(100)
    const override = await consent()
    till.database().exec(`CREATE TEMP TRIGGER noSettlement BEFORE INSERT ON settlement
      BEGIN SELECT raise(ABORT, 'no settlement today'); END`)
    expect(
      await till.call('devices.settleTerminal', { id: 'terminal-1' }, { override }),
    ).toMatchObject({ ok: true })
    await till.clock.pass(30 * second)
    till.database().exec('DROP TRIGGER noSettlement')
    expect(await terminalsOf(till)).toMatchObject([
      { settlement: { running: false, failed: 'not stored', last: null } },
    ])
  })

  test('whose till is stopped while it is tested keeps nobody waiting', async () => {
    const till = await technician()
    till.other().terminals.deafen(3)
    const tested = till.call('devices.testTerminal', { id: 'terminal-1' })
    await till.clock.pass(500)
    await till.restart()
    expect(await tested).toMatchObject({ ok: true, value: { result: 'silent' } })
  })

  test('that is taken away while it is asked whether it is ready: the payment was not sent', async () => {
    const profile = terminalProfile({ protocol: 'zvt', path: 'training:zvt' })
    const desk = await atTheDesk({ settings: JSON.stringify({ 'card.terminals': [profile] }) })
    const { till } = desk
    await till.clock.pass(100)
    till.other().terminals.deafen(1)
    const { paymentId } = await desk.charge('visa')
    await till.clock.pass(500)
    await till.get('session.signOut', {})
    await till.signIn('admin')
    await till.get('devices.removeTerminal', { id: 'terminal-1' })
    await till.clock.pass(30 * second)
    await till.get('session.signOut', {})
    await till.signIn()
    expect(await desk.payment(paymentId)).toMatchObject({ state: 'failed' })
    expect(till.other().terminals.chargedMinor()).toBe(0)
  })

  test('whose cable is pulled is said to be away, with the reason, and is tried again ever more seldom', async () => {
    const till = await technician()
    till.other().terminals.setPlugged(false)
    await till.clock.pass(60 * second)
    const [away] = await terminalsOf(till)
    expect(away).toMatchObject({
      line: { open: false, reason: 'unplugged' },
      history: [{ open: false, reason: 'unplugged' }, { open: true }],
    })
    expect((await till.counter()).alarms).toMatchObject([{ code: 'terminalAway' }])
    till.other().terminals.setPlugged(true)
    await till.clock.pass(16 * second)
    expect(await terminalsOf(till)).toMatchObject([{ line: { open: true } }])
    expect((await till.counter()).alarms).toEqual([])
  })
})
