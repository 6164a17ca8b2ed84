import { expect, test } from 'vitest'
import { failed } from '../../src-shared/result.ts'
import { createMirrors, takeEvent } from '../../src-renderer/state/mirrors.ts'
import { createBlockedTill } from '../../src-main/engine/blocked.ts'
import { createReplaceable, revisionsPerEngine } from '../../src-main/host/replaceable.ts'
import { startTestTill } from '../harness/testTill.ts'

test('a page learns that the next engine does not start, and that nobody is signed in', async () => {
  const till = await startTestTill()
  await till.ready()
  const replaceable = createReplaceable(till.server())
  const mirrors = createMirrors()
  replaceable.server.listen('till', (event) => {
    takeEvent(mirrors, event)
  })
  for (const topic of ['counter', 'session'] as const) {
    const { revision, value } = await till.get('view.topic', { topic })
    mirrors[topic].tell(revision, value)
  }
  expect(mirrors.session.store.get()).not.toBeNull()
  await replaceable.replace(() =>
    Promise.resolve(
      createBlockedTill(failed('diskFull').failure, {
        version: '0.0.0-test',
        language: 'en',
        theme: 'system',
        storeName: 'Shop',
        firstRevision: revisionsPerEngine,
      }),
    ),
  )
  expect(mirrors.session.store.get()).toBeNull()
  expect(mirrors.counter.store.get()).toMatchObject({ state: 'blocked' })
})
