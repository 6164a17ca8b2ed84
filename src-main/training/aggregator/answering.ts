/** From what a desk says to what leaves: bytes, and what goes wrong with them. */
import type { z } from 'zod'
import type { HttpRequest } from '../../engine/channels/http.ts'
import type { SignedAnswer } from '../../engine/channels/signing.ts'
import type { Called } from './calls.ts'
import { problem, type Reply } from './replies.ts'
import { lieOf, type Script, type Trick } from './tricks.ts'

/** What becomes of a request. */
export type Heard =
  | {
      readonly kind: 'answer'
      readonly answer: SignedAnswer
      readonly delayMs: number
      /** The line breaks after this many bytes, the answer's head included; null: it does not. */
      readonly cutAtByte: number | null
    }
  | {
      readonly kind: 'stream'
      readonly counterId: string
      readonly lastEventId: string | null
      readonly trick: Trick | null
      readonly delayMs: number
    }
  /** No answer comes: the line breaks. */
  | { readonly kind: 'lost' }

/** @returns null where the body is not what the contract says */
export function read<T extends z.ZodType>(schema: T, { body }: HttpRequest): z.output<T> | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body ?? new Uint8Array(0))
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

export function withBody<T extends z.ZodType>(
  schema: T,
  request: HttpRequest,
  work: (body: z.output<T>) => Reply,
): Reply {
  const body = read(schema, request)
  return body === null ? problem('malformed', 'not what the contract says') : work(body)
}

/** What the script wants of this request. @param counts how many there were of each name; counted here */
export function scripted(
  script: Script | null,
  { name, path }: Called,
  counts: Map<string, number>,
): Trick | null {
  const count = (counts.get(name) ?? 0) + 1
  counts.set(name, count)
  return script?.({ name, path, count }) ?? null
}

type Status = Extract<Trick, { kind: 'status' }>

/** Whether it is answered in place of being done. */
export const undone = (trick: Trick | null): trick is Status =>
  trick?.kind === 'status' && !(trick.done ?? trick.status !== 429)

export function statusReply({ status, retryAfterS }: Status): Reply {
  const more = { status, ...(retryAfterS === undefined ? {} : { retryAfterS }) }
  return status === 429
    ? problem('too-many', 'too busy now', more)
    : problem('unavailable', 'something broke', more)
}

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text))

/** Before it is signed: lies, garbage and errors are signed like the truth. */
export function plainAnswer(said: Reply, fault: Trick | null): SignedAnswer {
  const { status, headers, body } = fault?.kind === 'status' ? statusReply(fault) : said
  if (fault?.kind === 'garbage') {
    return { status: 200, headers, body: bytesOf('<html>\u{0}{"state":"succee') }
  }
  const told = body === null || status >= 400 ? body : lieOf(fault, body)
  return { status, headers, body: bytesOf(told === null ? '' : JSON.stringify(told)) }
}

/** After it was signed. @param before what was answered last; null: nothing yet */
export function spoiled(
  signed: SignedAnswer,
  fault: Trick | null,
  before: SignedAnswer | null,
): SignedAnswer {
  if (fault?.kind === 'replayAnswer') return before ?? signed
  const { signature } = signed.headers
  if (fault?.kind !== 'wrongSignature' || signature === undefined) return signed
  return { ...signed, headers: { ...signed.headers, signature: otherBytes(signature) } }
}

/** Still base64, and of another value. */
const otherBytes = (signature: string): string =>
  signature.replace(/:([A-Za-z0-9+/])/u, (_, first: string) => `:${first === 'A' ? 'B' : 'A'}`)

/** The answer as it goes over the line, all of it: what is cut is cut in this. */
export function rawAnswer({ status, headers, body }: SignedAnswer): Uint8Array {
  const lines = [
    `HTTP/1.1 ${status} -`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(status === 304 ? [] : [`content-length: ${body.length}`]),
    'connection: close',
    '',
    '',
  ]
  return new Uint8Array(Buffer.concat([Buffer.from(lines.join('\r\n')), body]))
}

export function carried(answer: SignedAnswer, fault: Trick | null): Heard {
  if (fault?.kind === 'loseAnswer') return { kind: 'lost' }
  const delayMs = fault?.kind === 'answerAfter' ? fault.ms : 0
  return { kind: 'answer', answer, delayMs, cutAtByte: fault?.kind === 'cutAt' ? fault.byte : null }
}

const perWindow = { requests: 2_000, ms: 10_000 } as const

/** @param busy since when it counts, and how many came; counted here */
export function tooMany(busy: { fromMs: number; requests: number }, nowMs: number): boolean {
  const now = Math.abs(nowMs - busy.fromMs) >= perWindow.ms
  Object.assign(busy, now ? { fromMs: nowMs, requests: 1 } : { requests: busy.requests + 1 })
  return busy.requests > perWindow.requests
}
