/** Signatures of requests: what they prove, and that nothing that proves less is taken. */
import fc from 'fast-check'
import { createSignature, verifySignature } from 'http-message-sig'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  signatureAlgorithms,
  type SignatureAlgorithm,
} from '../../src-shared/aggregator/counters.ts'
import { contentDigest, digestMatches } from '../../src-main/engine/channels/digest.ts'
import type { HttpRequest } from '../../src-main/engine/channels/http.ts'
import type { MessageSigner } from '../../src-main/engine/channels/keys.ts'
import { signRequest, verifyRequest } from '../../src-main/engine/channels/signing.ts'
import { createKeys, makeSigningKey, signerOf } from '../../src-main/host/keys.ts'
import { publicOf } from '../harness/scriptedAggregator.ts'
import { testSigner } from '../harness/testKeys.ts'
import found from '../vectors/rfc9421.json' with { type: 'json' }

const vectors = z
  .object({
    request: z.object({
      method: z.string(),
      targetUri: z.string(),
      fields: z.record(z.string(), z.string()),
      body: z.string(),
    }),
    keys: z.record(z.string(), z.string()),
    signatures: z.array(
      z.object({
        section: z.string(),
        algorithm: z.enum(signatureAlgorithms),
        signatureInput: z.string(),
        signature: z.string(),
      }),
    ),
  })
  .parse(found)

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const nowMs = Date.UTC(2026, 6, 1, 4)
const keys = createKeys()
const counter = testSigner('counter')
const stranger = testSigner('stranger')

const put: HttpRequest = {
  method: 'PUT',
  url: 'https://pay.example/v1/payments/0198c0de-0000-7000-8000-000000000001',
  headers: { 'content-type': 'application/json', 'idempotency-key': '0198c0de' },
  body: bytes('{"amount":128}'),
}
const sign = (request: HttpRequest, nonce = 'bm9uY2Ugbm9uY2Ugbm9uYw'): Promise<HttpRequest> =>
  signRequest(request, { signer: counter, nowMs, nonce })
const check = (request: HttpRequest, atMs = nowMs, known: readonly MessageSigner[] = [counter]) =>
  verifyRequest(request, {
    keys,
    keyOf: (keyId) => known.map(publicOf).find((key) => key.keyId === keyId),
    nowMs: atMs,
    maxAgeMs: 60_000,
  })
const changed = (
  request: HttpRequest,
  headers: Readonly<Record<string, string | undefined>>,
): HttpRequest => ({
  ...request,
  headers: Object.fromEntries(
    Object.entries({ ...request.headers, ...headers }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  ),
})

describe('the examples of RFC 9421', () => {
  const { request } = vectors
  const spkiOf = (pem: string): string => pem.replaceAll(/-----[^-]*-----|\s/gu, '')
  const exampleKeys = createKeys({ rsaBits: 2048 })
  const verifyExample = (section: string, body: { method?: string } = {}) => {
    const example = vectors.signatures.find((one) => one.section === section)
    if (!example) throw new Error(`no example ${section}`)
    const fields = {
      ...request.fields,
      'Signature-Input': example.signatureInput,
      Signature: example.signature,
    }
    return verifySignature(
      {
        kind: 'request',
        method: body.method ?? request.method,
        targetUri: request.targetUri,
        fields: Object.entries(fields).map(([name, value]) => ({ name, value })),
      },
      {
        policy: {
          algorithms: signatureAlgorithms,
          requiredComponents: [],
          requiredParameters: ['created', 'keyid'],
          now: 1_618_884_473,
        },
        resolveVerifier: ({ parameters }) => ({
          algorithm: example.algorithm,
          verify: exampleKeys.verifier({
            keyId: parameters.keyid ?? '',
            algorithm: example.algorithm,
            spki: spkiOf(vectors.keys[parameters.keyid ?? ''] ?? ''),
          }),
        }),
      },
    )
  }

  test.for(['B.2.1', 'B.2.6'])('%s is right with our keys', async (section) => {
    await expect(verifyExample(section)).resolves.toHaveProperty('label')
  })

  test('B.2.6 over another method is wrong', async () => {
    await expect(verifyExample('B.2.6', { method: 'PUT' })).rejects.toMatchObject({
      code: 'VerificationFailed',
    })
  })

  test('the digest of their request is right, and that of another body is not', () => {
    const digest = request.fields['Content-Digest']
    expect(digestMatches(digest, bytes(request.body))).toBe(true)
    expect(digestMatches(digest, bytes(`${request.body} `))).toBe(false)
  })

  test('a signature that covers nothing, as B.2.1, is none to us', async () => {
    const example = vectors.signatures[0]
    const sent: HttpRequest = {
      method: 'POST',
      url: request.targetUri,
      headers: {
        'content-digest': request.fields['Content-Digest'] ?? '',
        'signature-input': (example?.signatureInput ?? '').replace('sig-b21', 'sig1'),
        signature: (example?.signature ?? '').replace('sig-b21', 'sig1'),
      },
      body: bytes(request.body),
    }
    expect(await check(sent)).toMatchObject({ ok: false, code: 'unauthorized' })
  })
})

describe('a request', () => {
  test('that was signed is right, and says by whom and with which nonce', async () => {
    const sent = await sign(put)
    expect(sent.headers['signature-input']).toBe(
      `sig1=("@method" "@target-uri" "content-digest" "idempotency-key");created=${
        nowMs / 1000
      };nonce="bm9uY2Ugbm9uY2Ugbm9uYw";keyid="${counter.keyId}";alg="ed25519"`,
    )
    expect(await check(sent)).toEqual({
      ok: true,
      keyId: counter.keyId,
      nonce: 'bm9uY2Ugbm9uY2Ugbm9uYw',
    })
  })

  test('without a body is signed over the empty one', async () => {
    const get: HttpRequest = { method: 'GET', url: put.url, headers: {}, body: null }
    const sent = await sign(get)
    expect(sent.headers['content-digest']).toBe(contentDigest(null))
    expect(await check(sent)).toMatchObject({ ok: true })
    expect(await check({ ...sent, body: bytes('{}') })).toMatchObject({ ok: false })
  })

  test('signed with RSA is right too', async () => {
    const rsa = signerOf(await makeSigningKey('rsa-pss-sha512'), 'rsa-pss-sha512')
    const sent = await signRequest(put, { signer: rsa, nowMs, nonce: 'abc' })
    expect(await check(sent, nowMs, [rsa])).toMatchObject({ ok: true, keyId: rsa.keyId })
    const claimed = { ...rsa, algorithm: 'ed25519' satisfies SignatureAlgorithm } as const
    expect(await check(sent, nowMs, [claimed])).toMatchObject({ ok: false, code: 'unauthorized' })
  })

  test.for<[string, (sent: HttpRequest) => HttpRequest]>([
    ['another body', (sent) => ({ ...sent, body: bytes('{"amount":129}') })],
    [
      'another body with its own digest',
      (sent) => ({
        ...changed(sent, { 'content-digest': contentDigest(bytes('x')) }),
        body: bytes('x'),
      }),
    ],
    ['another method', (sent) => ({ ...sent, method: 'POST' })],
    ['another address', (sent) => ({ ...sent, url: `${sent.url}/close` })],
    ['another host', (sent) => ({ ...sent, url: sent.url.replace('pay', 'evil') })],
    ['another idempotency key', (sent) => changed(sent, { 'idempotency-key': 'other' })],
    [
      'no idempotency key, though it was signed',
      (sent) => changed(sent, { 'idempotency-key': undefined }),
    ],
    ['no digest', (sent) => changed(sent, { 'content-digest': undefined })],
    ['no signature', (sent) => changed(sent, { signature: undefined })],
    ['no signature input', (sent) => changed(sent, { 'signature-input': undefined })],
    ['garbage for a signature', (sent) => changed(sent, { signature: 'sig1=:###:' })],
    ['garbage for an input', (sent) => changed(sent, { 'signature-input': 'sig1=((((' })],
    ['letters of another alphabet', (sent) => changed(sent, { signature: '簽名' })],
    ['an empty signature', (sent) => changed(sent, { signature: 'sig1=::' })],
    [
      'another label',
      (sent) =>
        changed(sent, {
          signature: (sent.headers['signature'] ?? '').replace('sig1', 'sig2'),
          'signature-input': (sent.headers['signature-input'] ?? '').replace('sig1', 'sig2'),
        }),
    ],
    [
      'the same label twice',
      (sent) =>
        changed(sent, { signature: `${sent.headers['signature']}, ${sent.headers['signature']}` }),
    ],
    [
      'another algorithm named',
      (sent) =>
        changed(sent, {
          'signature-input': (sent.headers['signature-input'] ?? '').replace(
            'ed25519',
            'rsa-pss-sha512',
          ),
        }),
    ],
  ])('with %s is refused', async ([, change]) => {
    expect(await check(change(await sign(put)))).toMatchObject({ ok: false, code: 'unauthorized' })
  })

  test('with an idempotency key added after it was signed is refused', async () => {
    const bare = await sign(changed(put, { 'idempotency-key': undefined }))
    expect(await check(bare)).toMatchObject({ ok: true })
    expect(await check(changed(bare, { 'idempotency-key': 'added' }))).toMatchObject({ ok: false })
  })

  test('of a key that is not known, or of another one under its name, is refused', async () => {
    const sent = await sign(put)
    expect(await check(sent, nowMs, [])).toMatchObject({ ok: false, code: 'unauthorized' })
    const renamed = { ...stranger, keyId: counter.keyId }
    expect(await check(sent, nowMs, [renamed])).toMatchObject({ ok: false, code: 'unauthorized' })
  })

  test('with a key that cannot be read is refused', async () => {
    const broken = { ...counter, spki: 'AAAA' }
    expect(await check(await sign(put), nowMs, [broken])).toMatchObject({ ok: false })
  })

  test.for([
    ['no method', ['@target-uri', 'content-digest'], {}],
    ['no address', ['@method', 'content-digest'], {}],
    ['only the path', ['@method', '@path', 'content-digest'], {}],
    ['no digest', ['@method', '@target-uri'], {}],
    ['no idempotency key', ['@method', '@target-uri', 'content-digest'], {}],
    ['nothing', [], {}],
    ['all, and no time', null, { without: 'created' }],
    ['all, and no nonce', null, { without: 'nonce' }],
    ['all, and an empty nonce', null, { nonce: '' }],
    ['all, and an endless nonce', null, { nonce: 'a'.repeat(200) }],
    ['all, and no key', null, { without: 'keyid' }],
    ['all, and no algorithm', null, { without: 'alg' }],
  ] as const)('signed over %s is refused', async ([, components, change]) => {
    const headers = { ...put.headers, 'content-digest': contentDigest(put.body) }
    const fields = await createSignature(
      {
        kind: 'request',
        method: put.method,
        targetUri: put.url,
        fields: Object.entries(headers).map(([name, value]) => ({ name, value })),
      },
      {
        components: components ?? ['@method', '@target-uri', 'content-digest', 'idempotency-key'],
        parameters: Object.fromEntries(
          Object.entries({
            created: nowMs / 1000,
            nonce: 'nonce' in change ? change.nonce : 'abc',
            keyid: counter.keyId,
            alg: counter.algorithm,
          }).filter(([name]) => !('without' in change) || name !== change.without),
        ),
        signer: counter,
      },
    )
    const sent = {
      ...put,
      headers: {
        ...headers,
        signature: fields.signature,
        'signature-input': fields.signatureInput,
      },
    }
    expect(await check(sent)).toMatchObject({ ok: false, code: 'unauthorized' })
  })

  test('of another time is clock-skew, but only with a signature that is right', async () => {
    const sent = await sign(put)
    expect(await check(sent, nowMs + 60_000)).toMatchObject({ ok: true })
    expect(await check(sent, nowMs - 60_000)).toMatchObject({ ok: true })
    for (const atMs of [nowMs + 61_000, nowMs - 61_000]) {
      expect(await check(sent, atMs)).toMatchObject({ ok: false, code: 'clock-skew' })
      const wrong = { ...sent, url: `${sent.url}/close` }
      expect(await check(wrong, atMs)).toMatchObject({ ok: false, code: 'unauthorized' })
    }
  })

  test('with a second signature beside ours is judged by ours', async () => {
    const sent = await sign(put)
    const added = changed(sent, {
      signature: `${sent.headers['signature']}, proxy=:AAAA:`,
      'signature-input': `${sent.headers['signature-input']}, proxy=("@method");created=1`,
    })
    expect(await check(added)).toMatchObject({ ok: true })
    const only = changed(sent, { signature: `${sent.headers['signature']}, proxy=:AAAA:` })
    expect(await check(only)).toMatchObject({ ok: false })
  })

  test('with any headers at all: refused, and never thrown', async () => {
    const sent = await sign(put)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('signature', 'signature-input', 'content-digest'),
        fc.oneof(
          fc.string({ unit: 'grapheme', maxLength: 200 }),
          fc.tuple(fc.nat(300), fc.string()).map(([at, text]) => {
            const input = sent.headers['signature-input'] ?? ''
            return input.slice(0, at) + text + input.slice(at + 1)
          }),
        ),
        async (name, value) => {
          const result = await check(changed(sent, { [name]: value }))
          return !result.ok || value === sent.headers[name]
        },
      ),
    )
  })
})
