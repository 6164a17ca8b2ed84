/**
 * HTTP Message Signatures (RFC 9421) between counter and aggregator. A request is signed over what
 * it asks; an answer over what it says and over the signature of the request, which has a nonce:
 * so an answer cannot be one that was given before, whatever the till's clock shows.
 */
import { component, createSignature, isSignatureError, verifySignature } from 'http-message-sig'
import type {
  FieldOccurrence,
  RequestDescriptor,
  ResponseDescriptor,
  SignatureParameters,
  UntrustedSignatureCandidate,
  Verifier,
} from 'http-message-sig'
import { signatureAlgorithms, type PublicKey } from '../../../src-shared/aggregator/counters.ts'
import { contentDigest, digestMatches } from './digest.ts'
import type { HttpRequest } from './http.ts'
import type { Keys, MessageSigner } from './keys.ts'

export type SignedAnswer = {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** The one signature that counts. Others may stand beside it: they say nothing to us. */
const label = 'sig1'
const requestComponents = ['@method', '@target-uri', 'content-digest'] as const
const answerComponents = [
  '@status',
  'content-digest',
  component('signature', { req: true, key: label }),
]
const requestParameters = ['created', 'nonce', 'keyid', 'alg']
const answerParameters = ['created', 'keyid', 'alg']
const nonceLimitChars = 128

/**
 * Adds `content-digest` (sha-256, of the empty body too), `signature-input` and `signature` over
 * `@method`, `@target-uri`, `content-digest` and, where present, `idempotency-key`.
 * @param by `nonce`: base64url of 16 random bytes
 */
export async function signRequest(
  request: HttpRequest,
  by: { readonly signer: MessageSigner; readonly nowMs: number; readonly nonce: string },
): Promise<HttpRequest> {
  const headers = { ...request.headers, 'content-digest': contentDigest(request.body) }
  const fields = await createSignature(describeRequest({ ...request, headers }), {
    label,
    components: coveredOf(headers),
    parameters: parametersOf(by, { nonce: by.nonce }),
    signer: by.signer,
  })
  return { ...request, headers: { ...headers, ...headersOf(fields) } }
}

export type VerifiedRequest =
  | { readonly ok: true; readonly keyId: string; readonly nonce: string }
  | { readonly ok: false; readonly code: 'unauthorized' | 'clock-skew'; readonly reason: string }

/**
 * For the aggregator's side. Whether the nonce was used before is for whoever keeps them.
 * @returns `clock-skew` only where the signature itself is right
 */
export async function verifyRequest(
  request: HttpRequest,
  by: {
    readonly keys: Keys
    readonly keyOf: (keyId: string) => PublicKey | undefined
    readonly nowMs: number
    readonly maxAgeMs: number
  },
): Promise<VerifiedRequest> {
  const refuse = (reason: string) => ({ ok: false, code: 'unauthorized', reason }) as const
  if (!digestMatches(request.headers['content-digest'], request.body)) {
    return refuse('content-digest is missing or wrong')
  }
  const verified = await verify(describeRequest(request), {
    ...by,
    components: coveredOf(request.headers),
    parameters: requestParameters,
  })
  if (!verified.ok) return refuse(verified.reason)
  const { created, expires, keyid, nonce } = verified.parameters
  if (created === undefined || keyid === undefined || nonce === undefined) {
    return refuse('a parameter is missing')
  }
  if (nonce.length === 0 || nonce.length > nonceLimitChars) return refuse('not a nonce')
  const isOld = Math.abs(by.nowMs - created * 1000) > by.maxAgeMs
  if (isOld || (expires !== undefined && expires * 1000 < by.nowMs)) {
    return { ok: false, code: 'clock-skew', reason: `signed at ${created}` }
  }
  return { ok: true, keyId: keyid, nonce }
}

/**
 * Signs over `@status`, `content-digest` and the signature of the request, which may be one that
 * was refused. A request that carries none cannot be answered with a signature: the answer then
 * has its digest and nothing more.
 */
export async function signAnswer(
  answer: SignedAnswer,
  request: HttpRequest,
  by: { readonly signer: MessageSigner; readonly nowMs: number },
): Promise<SignedAnswer> {
  const headers = { ...answer.headers, 'content-digest': contentDigest(answer.body) }
  const digested = { ...answer, headers }
  try {
    const fields = await createSignature(describeAnswer(digested, request), {
      label,
      components: answerComponents,
      parameters: parametersOf(by, {}),
      signer: by.signer,
    })
    return { ...digested, headers: { ...headers, ...headersOf(fields) } }
  } catch (error) {
    if (isSignatureError(error)) return digested
    throw error
  }
}

/** Whether this answer was made by one of these keys for exactly this request. Proves freshness without a clock. */
export async function verifyAnswer(
  answer: SignedAnswer,
  request: HttpRequest,
  { keys, known }: { readonly keys: Keys; readonly known: readonly PublicKey[] },
): Promise<boolean> {
  if (!digestMatches(answer.headers['content-digest'], answer.body)) return false
  const verified = await verify(describeAnswer(answer, request), {
    keys,
    keyOf: (keyId) => known.find((key) => key.keyId === keyId),
    components: answerComponents,
    parameters: answerParameters,
  })
  return verified.ok
}

const coveredOf = (headers: HttpRequest['headers']): readonly string[] =>
  'idempotency-key' in headers ? [...requestComponents, 'idempotency-key'] : requestComponents

const parametersOf = (
  { signer, nowMs }: { readonly signer: MessageSigner; readonly nowMs: number },
  more: SignatureParameters,
): SignatureParameters => ({
  created: Math.floor(nowMs / 1000),
  ...more,
  keyid: signer.keyId,
  alg: signer.algorithm,
})

const headersOf = (fields: {
  readonly signature: string
  readonly signatureInput: string
}): Readonly<Record<string, string>> => ({
  'signature-input': fields.signatureInput,
  signature: fields.signature,
})

const describeRequest = ({ method, url, headers }: HttpRequest): RequestDescriptor => ({
  kind: 'request',
  method,
  targetUri: url,
  fields: fieldsOf(headers),
})

const describeAnswer = (
  { status, headers }: SignedAnswer,
  request: HttpRequest,
): ResponseDescriptor => ({
  kind: 'response',
  status,
  fields: fieldsOf(headers),
  request: describeRequest(request),
})

/** What a signature can cover; one header in other letters must not spoil all the others. */
const fieldsOf = (headers: Readonly<Record<string, string>>): FieldOccurrence[] =>
  Object.entries(headers)
    .filter(([, value]) => /^[\t\u{20}-\u{7e}]*$/u.test(value))
    .map(([name, value]) => ({ name, value }))

type Verified =
  | { readonly ok: true; readonly parameters: SignatureParameters }
  | { readonly ok: false; readonly reason: string }

/** The signature alone. How old it may be is judged by the caller, and only once it is known to be right. */
async function verify(
  message: RequestDescriptor | ResponseDescriptor,
  by: {
    readonly keys: Keys
    readonly keyOf: (keyId: string) => PublicKey | undefined
    readonly components: Parameters<typeof verifySignature>[1]['policy']['requiredComponents']
    readonly parameters: readonly string[]
  },
): Promise<Verified> {
  try {
    const { parameters } = await verifySignature(message, {
      label,
      policy: {
        algorithms: signatureAlgorithms,
        requiredComponents: by.components,
        requiredParameters: by.parameters,
        now: 0,
        clockSkew: Number.MAX_SAFE_INTEGER,
      },
      resolveVerifier: (candidate) => verifierFor(candidate, by),
    })
    return { ok: true, parameters }
  } catch (error) {
    // Also what the keys' part throws: whatever cannot be verified is not verified.
    return { ok: false, reason: isSignatureError(error) ? error.message : 'not verified' }
  }
}

function verifierFor(
  { parameters }: UntrustedSignatureCandidate,
  {
    keys,
    keyOf,
  }: { readonly keys: Keys; readonly keyOf: (keyId: string) => PublicKey | undefined },
): Verifier {
  const key = parameters.keyid === undefined ? undefined : keyOf(parameters.keyid)
  if (!key) throw new Error('key is not known')
  return { algorithm: key.algorithm, verify: keys.verifier(key) }
}
