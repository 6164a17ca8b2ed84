import { expect, onTestFinished, test } from 'vitest'
import { uuidV7 } from '../../src-shared/ids.ts'
import { openTill } from '../../src-main/host/openTill.ts'
import { realRandom } from '../../src-main/host/realClock.ts'
import type { Seal } from '../../src-main/host/secrets.ts'
import { tempFolder } from '../harness/tempFolder.ts'

const plainSeal: Seal = {
  close: (text) => Promise.resolve(Buffer.from(text)),
  open: (sealed) => Promise.resolve({ text: sealed.toString(), stale: false }),
}

async function alarmsOf(seal?: Seal | null): Promise<unknown> {
  const till = await openTill({
    profileDir: tempFolder(),
    version: '0.0.0-test',
    log: () => undefined,
    checker: new URL('../../src-main/checker.ts', import.meta.url),
    ...(seal === undefined ? {} : { seal }),
  })
  onTestFinished(() => till.close())
  const reply = await till.server.call('till', {
    type: 'call',
    callId: uuidV7(Date.now(), realRandom.bytes(10)),
    session: null,
    name: 'view.topic',
    input: { topic: 'counter' },
  })
  return reply?.answer
}

test('a computer that should have a store of secrets and has none is said on the screen', async () => {
  expect(await alarmsOf(null)).toMatchObject({
    value: { value: { alarms: [{ code: 'noSecretStore' }] } },
  })
})

test('so is a store that cannot seal: the keys are in a plain file', async () => {
  const broken = { ...plainSeal, close: () => Promise.reject(new Error('everybody has this key')) }
  expect(await alarmsOf(broken)).toMatchObject({
    value: { value: { alarms: [{ code: 'noSecretStore' }] } },
  })
})

test('one that has it, and a browser host, which never has, raise no alarm', async () => {
  for (const seal of [plainSeal, undefined]) {
    expect(await alarmsOf(seal)).toMatchObject({ value: { value: { alarms: [] } } })
  }
})
