/** The till's side and the simulated aggregator, joined by a real line on loopback; every message is held against the published contract. */
import { expect, onTestFinished, test } from 'vitest'
import { createAggregator } from '../../src-main/engine/channels/aggregator/aggregator.ts'
import { enrol } from '../../src-main/engine/channels/aggregator/enrol.ts'
import type { ChannelPayment, ChannelRefund } from '../../src-main/engine/channels/channel.ts'
import type { Http } from '../../src-main/engine/channels/http.ts'
import { createHttp } from '../../src-main/host/http.ts'
import { createKeys, makeSigningKey, signerOf } from '../../src-main/host/keys.ts'
import { realClock, realRandom } from '../../src-main/host/realClock.ts'
import { trainingHouse, trainingSettings } from '../../src-main/training/aggregator/backOffice.ts'
import { serveAggregator } from '../../src-main/training/aggregator/httpShell.ts'
import { paymentIdSchema, refundIdSchema, uuidV7 } from '../../src-shared/ids.ts'
import { hkd } from '../../src-shared/money.ts'
import { checkTraffic } from '../harness/contractCheck.ts'
import { memoryOf } from '../harness/scriptedAggregator.ts'
import { startSimulated } from '../harness/simulated.ts'

const noLog = (): void => undefined
const newId = (): string => uuidV7(realClock.now(), realRandom.bytes(10))
const text = (body: Uint8Array | null): string | null => body && new TextDecoder().decode(body)

/** Passes everything on, and throws where it is not as the contract says. */
const checked = (http: Http, seen: string[]): Http => ({
  ...http,
  async ask(request, limits) {
    const answer = await http.ask(request, limits)
    if (answer.kind === 'failed') return answer
    const { method, url, body } = request
    checkTraffic(method, url, text(body), answer.status, text(answer.body) ?? '')
    seen.push(`${method} ${answer.status}`)
    return answer
  },
})

async function joined(algorithm: 'ed25519' | 'rsa-pss-sha512' = 'ed25519') {
  const simulated = await startSimulated({ now: realClock, keys: createKeys() })
  const shell = await serveAggregator(simulated.door)
  const real = createHttp()
  onTestFinished(async () => {
    await real.close()
    await shell.close()
  })
  const seen: string[] = []
  const line = {
    http: checked(real, seen),
    keys: createKeys(),
    signer: signerOf(await makeSigningKey(algorithm), algorithm),
    clock: realClock,
    random: realRandom,
    environment: 'training',
  } as const
  const place = { ...line, baseUrl: shell.baseUrl, code: 'TRAINING', version: '0.0.0' }
  return { simulated, seen, line, place }
}

async function enrolled(algorithm?: 'rsa-pss-sha512') {
  const { simulated, seen, line, place } = await joined(algorithm)
  // The stand-in's sealing key is no RSA key, and this till does not take it.
  const result = await enrol({ ...place, keys: { ...line.keys, seal: () => Promise.resolve('') } })
  if (!result.ok) throw new Error(result.reason)
  const aggregator = createAggregator({
    ...line,
    id: 'first',
    enrolment: result.enrolment,
    log: noLog,
    memory: memoryOf().memory,
  })
  onTestFinished(() => aggregator.stop())
  return { simulated, seen, aggregator, enrolment: result.enrolment }
}

const paymentOf = (nowMs: number): ChannelPayment => ({
  paymentId: paymentIdSchema.parse(newId()),
  method: 'alipay',
  flow: 'merchantCode',
  amount: hkd(8_880),
  reference: 'HT0100000001',
  createdAtMs: nowMs,
  shownAtMs: null,
  expiresAtMs: nowMs + 180_000,
  customerCode: null,
})

test('a counter with an RSA key enrols, is paid, gives back and ends, all of it signed', async () => {
  const { simulated, seen, aggregator, enrolment } = await enrolled('rsa-pss-sha512')
  const { channel } = aggregator
  expect(channel.merchant).toBe(trainingHouse.merchant)
  const payment = paymentOf(realClock.now())
  expect(await channel.query(payment.paymentId)).toEqual({ kind: 'neverSeen' })
  expect(await channel.create(payment)).toMatchObject({ kind: 'state', state: 'awaitingPayer' })
  expect(await channel.create(payment)).toMatchObject({ kind: 'state', state: 'awaitingPayer' })
  expect(await channel.create({ ...payment, amount: hkd(1) })).toMatchObject({ kind: 'noAnswer' })
  expect(simulated.door.customerPays(payment.paymentId, null)).toBe(true)
  expect(await channel.query(payment.paymentId)).toMatchObject({
    kind: 'state',
    paymentId: payment.paymentId,
    state: 'succeeded',
    amount: hkd(8_880),
    merchant: enrolment.merchant,
    creditedMinor: 8_880,
  })
  const refund: ChannelRefund = {
    refundId: refundIdSchema.parse(newId()),
    paymentId: payment.paymentId,
    amount: hkd(880),
    reason: 'torn',
  }
  expect(await channel.refund(refund)).toMatchObject({ kind: 'state', amount: hkd(880) })
  expect(await channel.queryRefund(refund.refundId)).toMatchObject({ kind: 'state' })
  const tooMuch = { ...refund, refundId: refundIdSchema.parse(newId()), amount: hkd(8_880) }
  expect(await channel.refund(tooMuch)).toMatchObject({ kind: 'notAccepted' })
  expect(await channel.reverse(payment)).toMatchObject({ kind: 'state' })

  const never = paymentOf(realClock.now())
  expect(await channel.close(never)).toMatchObject({ kind: 'state', state: 'closed' })
  expect(await channel.create(never)).toMatchObject({ kind: 'state', state: 'closed' })
  expect(await channel.probe()).toBe('good')
  expect(await aggregator.uplink.upload([], null)).toMatchObject({ kind: 'held' })
  expect(seen).toContain('PUT 410')
  expect(seen).toContain('PUT 409')
})

test.for([
  { kind: 'loseRequest' },
  { kind: 'loseAnswer' },
  { kind: 'cutAt', byte: 150 },
  { kind: 'garbage' },
  { kind: 'wrongSignature' },
  { kind: 'noSignature' },
  { kind: 'replayAnswer' },
  { kind: 'unknownState' },
] as const)('$kind is no answer, and the next question tells', async (trick) => {
  const { simulated, aggregator } = await enrolled()
  const payment = paymentOf(realClock.now())
  await aggregator.channel.query(payment.paymentId)
  simulated.core.script(({ name }) => (name === 'putPayment' ? trick : null))
  // The check of the contract throws at garbage; to the till that is no answer either.
  expect(await aggregator.channel.create(payment)).toMatchObject({ kind: 'noAnswer' })
  const after = await aggregator.channel.query(payment.paymentId)
  expect(after).toMatchObject(
    trick.kind === 'loseRequest'
      ? { kind: 'neverSeen' }
      : { kind: 'state', state: 'awaitingPayer' },
  )
})

test('settings come, and the stream tells that a payment was paid', async () => {
  const { simulated, aggregator } = await enrolled()
  const { channel } = aggregator
  const payment = paymentOf(realClock.now())
  const told = new Promise<string>((resolve) => {
    channel.onHint(resolve)
  })
  aggregator.start()
  await channel.create(payment)
  await expect.poll(() => aggregator.settings()).toEqual(trainingSettings)
  expect(channel.offer('alipay')?.flows).toContain('merchantCode')
  expect(channel.fps()?.payee).toBe(trainingHouse.payee)
  simulated.door.customerPays(payment.paymentId, null)
  expect(await told).toBe(payment.paymentId)
})

test('a wrong code, and an aggregator whose sealing key is none, are said in words', async () => {
  const { place } = await joined()
  expect(await enrol({ ...place, code: 'WRONG-CODE' })).toMatchObject({ ok: false })
  expect(await enrol(place)).toEqual({
    ok: false,
    reason: 'a key of type ed25519, not rsa',
  })
})
