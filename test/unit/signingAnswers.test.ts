/** Signatures of answers: each belongs to one request, and nothing that proves less is taken. */
import { createSignature } from 'http-message-sig'
import { describe, expect, test } from 'vitest'
import { contentDigest } from '../../src-main/engine/channels/digest.ts'
import type { HttpRequest } from '../../src-main/engine/channels/http.ts'
import {
  signAnswer,
  signRequest,
  verifyAnswer,
  type SignedAnswer,
} from '../../src-main/engine/channels/signing.ts'
import { createKeys } from '../../src-main/host/keys.ts'

import { publicOf } from '../harness/scriptedAggregator.ts'
import { testSigner } from '../harness/testKeys.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const nowMs = Date.UTC(2026, 6, 1, 4)
const keys = createKeys()
const counter = testSigner('counter')
const stranger = testSigner('stranger')
const aggregator = testSigner('aggregator')

const put: HttpRequest = {
  method: 'PUT',
  url: 'https://pay.example/v1/payments/0198c0de-0000-7000-8000-000000000001',
  headers: { 'content-type': 'application/json', 'idempotency-key': '0198c0de' },
  body: bytes('{"amount":128}'),
}
const sign = (request: HttpRequest, nonce = 'bm9uY2Ugbm9uY2Ugbm9uYw'): Promise<HttpRequest> =>
  signRequest(request, { signer: counter, nowMs, nonce })

describe('an answer', () => {
  const body = bytes('{"state":"succeeded"}')
  const answer: SignedAnswer = {
    status: 200,
    headers: { 'content-type': 'application/json', date: '簽' },
    body,
  }
  const say = (request: HttpRequest, said = answer, signer = aggregator): Promise<SignedAnswer> =>
    signAnswer(said, request, { signer, nowMs: 0 })
  const isRight = (said: SignedAnswer, request: HttpRequest): Promise<boolean> =>
    verifyAnswer(said, request, { keys, known: [publicOf(aggregator)] })

  test('to this request is right, whatever clock the aggregator has', async () => {
    const sent = await sign(put)
    expect(await isRight(await say(sent), sent)).toBe(true)
  })

  test('to one request is no answer to another one, though all they say agrees', async () => {
    const [first, second] = [await sign(put, 'one'), await sign(put, 'two')]
    const said = await say(first)
    expect(await isRight(said, first)).toBe(true)
    expect(await isRight(said, second)).toBe(false)
  })

  test.for<[string, (said: SignedAnswer) => SignedAnswer]>([
    ['another status', (said) => ({ ...said, status: 201 })],
    ['a status that is none', (said) => ({ ...said, status: 20 })],
    ['another body', (said) => ({ ...said, body: bytes('{"state":"failed"}') })],
    ['a body cut off', (said) => ({ ...said, body: said.body.slice(0, 5) })],
    [
      'another body with its own digest',
      (said) => ({
        ...said,
        body: bytes('x'),
        headers: { ...said.headers, 'content-digest': contentDigest(bytes('x')) },
      }),
    ],
    ['no headers', (said) => ({ ...said, headers: {} })],
    [
      'garbage for a signature',
      (said) => ({ ...said, headers: { ...said.headers, signature: '\u{0}' } }),
    ],
  ])('with %s is none', async ([, change]) => {
    const sent = await sign(put)
    expect(await isRight(change(await say(sent)), sent)).toBe(false)
  })

  test('of somebody else is none, and a counter does not answer itself', async () => {
    const sent = await sign(put)
    expect(await isRight(await say(sent, answer, stranger), sent)).toBe(false)
    const renamed = { ...stranger, keyId: aggregator.keyId }
    expect(await isRight(await say(sent, answer, renamed), sent)).toBe(false)
    expect(await isRight({ ...answer, headers: sent.headers }, sent)).toBe(false)
  })

  test('to a request without a signature has none either', async () => {
    const said = await say(put)
    expect(said.headers).not.toHaveProperty('signature')
    expect(said.headers['content-digest']).toBe(contentDigest(body))
    expect(await isRight(said, put)).toBe(false)
  })

  test.for([
    ['the status left out', ['content-digest', 'signature']],
    ['the digest left out', ['@status', 'signature']],
    ['the request left out', ['@status', 'content-digest']],
  ] as const)('with %s of its signature is none', async ([, covered]) => {
    const sent = await sign(put)
    const headers = { ...answer.headers, 'content-digest': contentDigest(body) }
    const fields = await createSignature(
      {
        kind: 'response',
        status: 200,
        fields: [{ name: 'content-digest', value: contentDigest(body) }],
        request: {
          kind: 'request',
          method: sent.method,
          targetUri: sent.url,
          fields: Object.entries(sent.headers).map(([name, value]) => ({ name, value })),
        },
      },
      {
        components: covered.map((name) =>
          name === 'signature' ? { name, parameters: { req: true, key: 'sig1' } } : name,
        ),
        parameters: { created: 0, keyid: aggregator.keyId, alg: aggregator.algorithm },
        signer: aggregator,
      },
    )
    const said = {
      ...answer,
      headers: {
        ...headers,
        signature: fields.signature,
        'signature-input': fields.signatureInput,
      },
    }
    expect(await isRight(said, sent)).toBe(false)
  })
})
