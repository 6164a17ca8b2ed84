/** The published contract with the aggregator: fresh, whole, and strict enough to hold traffic against it. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openapiFile, openapiText } from '../../scripts/openapiText.ts'
import { aggregatorCalls, type AggregatorCall } from '../../src-shared/aggregator/calls.ts'
import { checkTraffic, contract } from '../harness/contractCheck.ts'
import {
  clientOf,
  counterId,
  payment,
  paymentId,
  problem,
  refund,
  refundId,
  refundResource,
  resource,
  scriptedAggregator,
} from '../harness/scriptedAggregator.ts'

test('the file is what `npm run openapi` writes, each time the same', () => {
  const file = readFileSync(new URL(`../../${openapiFile}`, import.meta.url), 'utf8')
  expect(file, 'run: npm run openapi').toBe(openapiText())
})

test('every call of the aggregator is in it, and no other', () => {
  const operations = Object.entries(contract.paths).flatMap(([path, calls]) =>
    Object.keys(calls).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(operations.toSorted()).toEqual(
    [
      'POST /v1/enrolments',
      'PUT /v1/payments/{id}',
      'GET /v1/payments/{id}',
      'POST /v1/payments/{id}/close',
      'POST /v1/payments/{id}/reverse',
      'PUT /v1/refunds/{id}',
      'GET /v1/refunds/{id}',
      'POST /v1/counters/{id}/journal',
      'GET /v1/counters/{id}/journal',
      'GET /v1/counters/{id}/stream',
      'GET /v1/counters/{id}/settings',
      'GET /v1/health',
    ].toSorted(),
  )
  const table = Object.values<AggregatorCall>(aggregatorCalls)
  expect(operations).toHaveLength(table.length)
})

const base = 'https://pay.example/till'
const said = JSON.stringify(resource)
const asked = JSON.stringify({
  method: 'wechatPay',
  flow: 'merchantCode',
  amount: { currency: 'HKD', amountMinor: 12_800 },
  reference: 'A1B20001',
  createdAt: '2026-07-01T04:00:00.000Z',
  expiresAt: '2026-07-01T04:02:00.000Z',
  shownAt: null,
  customerCode: null,
})
const notFound = JSON.stringify(problem(404, 'not-found').body)
const journal = `${base}/v1/counters/${counterId}/journal`
const stream = `${base}/v1/counters/${counterId}/stream`
const health = '{"status":"good","environment":"training","time":"2026-07-01T04:00:00.000Z"}'
type Traffic = Parameters<typeof checkTraffic>

describe('traffic', () => {
  test.for<[string, ...Traffic]>([
    ['a payment', 'PUT', `${base}/v1/payments/${paymentId}`, asked, 200, said],
    ['a question', 'GET', `/v1/payments/${paymentId}`, null, 200, said],
    ['never seen', 'GET', `/v1/payments/${paymentId}`, null, 404, notFound],
    ['a refund', 'GET', `/v1/refunds/${refundId}`, null, 200, JSON.stringify(refundResource)],
    ['more than is known', 'GET', '/v1/health', null, 200, health.replace('{', '{"new":[1],')],
    [
      'rows',
      'GET',
      `${journal}?epoch=1&after=0`,
      null,
      200,
      '{"held":null,"rows":[],"more":false}',
    ],
    ['as before', 'GET', `${base}/v1/counters/${counterId}/settings`, null, 304, ''],
    [
      'an event',
      'GET',
      stream,
      null,
      200,
      `: hi\n\nid: 1\ndata: {"id":"1","paymentId":"${paymentId}"}\n\n`,
    ],
  ])('%s is as the contract says', ([, ...traffic]) => {
    expect(() => checkTraffic(...traffic)).not.toThrow()
  })

  test.for<[string, RegExp, ...Traffic]>([
    ['another call', /no such call/u, 'GET', '/v1/secrets', null, 200, '{}'],
    ['another method', /no such call/u, 'POST', '/v1/health', null, 200, health],
    ['an id that is none', /id: /u, 'GET', '/v1/payments/7', null, 200, said],
    ['no body', /body is missing/u, 'PUT', `/v1/payments/${paymentId}`, null, 200, said],
    ['a body too many', /a body where/u, 'GET', '/v1/health', '{}', 200, health],
    [
      'a field too many in a request',
      /request: .*additional/u,
      'PUT',
      `/v1/payments/${paymentId}`,
      asked.replace('{', '{"tip":1,'),
      200,
      said,
    ],
    [
      'an amount in parts of cents',
      /request: .*integer/u,
      'PUT',
      `/v1/payments/${paymentId}`,
      asked.replace('12800', '12800.5'),
      200,
      said,
    ],
    [
      'a time of another zone',
      /pattern/u,
      'PUT',
      `/v1/payments/${paymentId}`,
      asked.replace('04:00:00.000Z', '12:00:00.000+08:00'),
      200,
      said,
    ],
    ['no JSON', /answer is not JSON/u, 'GET', '/v1/health', null, 200, 'OK'],
    ['a field missing', /answer: .*required/u, 'GET', '/v1/health', null, 200, '{"status":"good"}'],
    ['another status', /not listed/u, 'GET', '/v1/health', null, 201, health],
    ['a problem that is none', /answer: /u, 'GET', `/v1/payments/${paymentId}`, null, 404, '{}'],
    ['no query', /no epoch/u, 'GET', journal, null, 200, '{}'],
    ['another query', /limit in/u, 'GET', `${journal}?epoch=1&after=0&limit=3`, null, 200, '{}'],
    ['words in a query', /after: /u, 'GET', `${journal}?epoch=1&after=all`, null, 200, '{}'],
    [
      'a body after all',
      /with a body/u,
      'GET',
      `/v1/counters/${counterId}/settings`,
      null,
      304,
      'x',
    ],
    [
      'an event that tells more',
      /event: /u,
      'GET',
      stream,
      null,
      200,
      'data: {"state":"paid"}\n\n',
    ],
  ])('with %s is not', ([, why, ...traffic]) => {
    expect(() => checkTraffic(...traffic)).toThrow(why)
  })
})

test('what the till asks is as the contract says, call by call', async () => {
  const scripted = scriptedAggregator()
  scripted.say(({ url, method }) =>
    method === 'POST' || !url.includes('refunds')
      ? { status: 200, body: url.endsWith('health') ? JSON.parse(health) : resource }
      : { status: 200, body: refundResource },
  )
  const till = clientOf(scripted)
  const customerCode = { kind: 'plain', text: '134567890123456789' } as const
  await till.channel.create(payment)
  await till.channel.create({ ...payment, flow: 'customerCode', customerCode })
  await till.channel.create({ ...payment, flow: 'awaitingFunds', shownAtMs: 0 })
  await till.channel.query(paymentId)
  await till.channel.close(payment)
  await till.channel.reverse(payment)
  await till.channel.refund(refund)
  await till.channel.queryRefund(refundId)
  await till.channel.probe()
  expect(scripted.asked).toHaveLength(9)
  for (const { method, url, body } of scripted.asked) {
    const answer = url.includes('refunds') ? refundResource : resource
    const text = url.endsWith('health') ? health : JSON.stringify(answer)
    checkTraffic(method, url, body && new TextDecoder().decode(body), 200, text)
  }
})
