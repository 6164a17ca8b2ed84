import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { CounterView, StaffTile } from '../../src-shared/contract/counter.ts'
import type { CallName, Event, Input } from '../../src-shared/contract/index.ts'
import type { SessionView } from '../../src-shared/contract/session.ts'
import { uuidV7 } from '../../src-shared/ids.ts'
import { openTill, type OpenedTill } from '../../src-main/host/openTill.ts'
import { realRandom } from '../../src-main/host/realClock.ts'
import { tempFolder } from '../harness/tempFolder.ts'

// A till starts several times in each, with keys of its own: on a busy computer that takes its time.
vi.setConfig({ testTimeout: 60_000 })

const options = {
  version: '0.0.0-test',
  log: () => undefined,
  checker: new URL('../../src-main/checker.ts', import.meta.url),
}

async function openedTill(profileDir: string): Promise<OpenedTill> {
  const till = await openTill({ ...options, profileDir })
  onTestFinished(() => till.close())
  return till
}

async function call<N extends CallName>(
  { server }: OpenedTill,
  name: N,
  input: Input<N>,
  session: string | null = null,
): Promise<unknown> {
  const callId = uuidV7(Date.now(), realRandom.bytes(10))
  const reply = await server.call('till', { type: 'call', callId, session, name, input })
  if (!reply?.answer.ok) throw new Error(`${name}: ${JSON.stringify(reply)}`)
  return reply.answer.value
}

const topic = async (till: OpenedTill, name: 'counter' | 'session') =>
  (await call(till, 'view.topic', { topic: name })) as { revision: number; value: unknown }

async function signedIn(till: OpenedTill): Promise<string> {
  const [first] = (await call(till, 'session.staff', {})) as StaffTile[]
  if (!first) throw new Error('nobody')
  await call(till, 'session.signIn', { staffId: first.staffId, pin: first.trainingPin ?? '' })
  const session = (await topic(till, 'session')).value as SessionView
  return session?.sessionId ?? ''
}

/** The first event of a topic that fits. */
const heard = (till: OpenedTill, fits: (event: Event) => boolean): Promise<Event> =>
  new Promise((resolve) => {
    const stop = till.server.listen('till', (event) => {
      if (!fits(event)) return
      stop()
      resolve(event)
    })
  })

test('the training begins anew: what was recorded is gone, choices stay, and every page is told', async () => {
  const folder = tempFolder()
  const till = await openedTill(folder)
  await call(till, 'counter.chooseLanguage', { language: 'zh-Hant' })
  const session = await signedIn(till)
  await call(till, 'shift.open', { float: { '10000': 1 } }, session)
  await call(till, 'training.setClock', { aheadMs: 3_600_000 }, session)
  await call(till, 'training.prepare', { next: 'refuse' }, session)
  const before = await topic(till, 'counter')

  const told = heard(till, ({ topic: name, value }) => name === 'session' && value === null)
  const shiftGone = heard(
    till,
    ({ topic: name, value }) => name === 'counter' && (value as { shift: unknown }).shift === null,
  )
  await call(till, 'training.reset', {}, session)
  await told
  const event = await shiftGone
  expect(event.revision).toBeGreaterThan(before.revision)
  expect(event.value as CounterView).toMatchObject({
    state: 'ready',
    language: 'zh-Hant',
    clockAheadMs: 0,
  })
  // And it works on: the very same page signs in again and opens a shift.
  const again = await signedIn(till)
  await call(till, 'shift.open', { float: {} }, again)
})

test('a till that is closed at that moment stays closed, and lets go of its files', async () => {
  const folder = tempFolder()
  const till = await openTill({ ...options, profileDir: folder })
  await call(till, 'training.reset', {}, await signedIn(till))
  await till.close()
  await new Promise((resolve) => setTimeout(resolve, 200))
  const next = await openedTill(folder)
  expect((await topic(next, 'counter')).value).toMatchObject({ state: 'ready' })
})

test('only the files of the training go', async () => {
  const folder = tempFolder()
  const till = await openedTill(folder)
  const session = await signedIn(till)
  const kept = readdirSync(folder).filter((name) => !name.includes('sqlite'))
  const told = heard(till, ({ topic: name, value }) => name === 'session' && value === null)
  await call(till, 'training.reset', {}, session)
  await told
  for (const name of kept) expect(existsSync(join(folder, name)), name).toBe(true)
})
