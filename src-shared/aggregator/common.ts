/** What the calls of the aggregator share: money, times, ids and errors as they stand on the wire. */
import '../zod-setup.ts'
import { z } from 'zod'
import { methodIdSchema } from '../methods.ts'

/** A UUIDv7, made by the counter. */
export const wireIdSchema = z.uuid({ version: 'v7' })

/** Integer minor units and an ISO 4217 code. Whether it is the right currency is judged by whoever reads it. */
export const wireMoneySchema = z.object({
  currency: z.string().regex(/^[A-Z]{3}$/u),
  amountMinor: z.int().min(0).max(9_999_999_999),
})

/** RFC 3339, in UTC: ends in `Z`. */
export const wireTimeSchema = z.iso.datetime({ precision: 3 })

/** Whether real money moves. */
export const wireEnvironmentSchema = z.enum(['training', 'live'])

export const wireMethodSchema = methodIdSchema

/** 32 bytes in hex: a SHA-256. */
export const wireHashSchema = z.string().regex(/^[0-9a-f]{64}$/u)

export const wireTime = (atMs: number): string => new Date(atMs).toISOString()
export const readWireTime = (text: string): number => Date.parse(text)

/** The place of a journal row, with its hash. */
export const wireHeadSchema = z.object({
  epoch: z.int().min(1),
  seq: z.int().min(1),
  hash: wireHashSchema,
})
export type WireHead = z.infer<typeof wireHeadSchema>

/** The stable types of errors; each stands in `type` after `problemPrefix`. */
export const problemCodes = [
  /** 400: not what the contract says. */
  'malformed',
  /** 401: no signature, or one that covers too little, is wrong, or was used before. */
  'unauthorized',
  /** 401: the signature's time is too far from the server's, which `serverTime` tells. Nothing was accepted. */
  'clock-skew',
  /** 403: the counter may not do this, or the enrolment code is wrong or used up. */
  'forbidden',
  'not-found',
  /** 409: this id came before with another body. */
  'other-body',
  /** 409: the run does not go on where the journal that is held ends; `head` tells where. */
  'broken-chain',
  /** 409: another journal of this counter is held: one of the two is a copy. */
  'forked',
  /** 410: closed before it came; it will never take money. */
  'gone',
  /** 413 */
  'too-large',
  /** 422: refused before anything was accepted; no money can move for this id. */
  'not-accepted',
  /** 422: a refund of more than what is left. */
  'exceeds-paid',
  /** 429: `Retry-After` tells when. Nothing was accepted. */
  'too-many',
  /** 5xx: whether it was accepted is not known. */
  'unavailable',
] as const
export type ProblemCode = (typeof problemCodes)[number]

export const problemPrefix = 'urn:harbour-till:problem:'

/** RFC 9457, as `application/problem+json`. */
export const problemSchema = z.object({
  type: z.string().max(100),
  title: z.string().max(200),
  status: z.int().min(400).max(599),
  detail: z.string().max(500).optional(),
  /** With `clock-skew`. */
  serverTime: wireTimeSchema.optional(),
  /** With `broken-chain` and `forked`: the last row that is held; null: none. */
  head: wireHeadSchema.nullable().optional(),
})
export type Problem = z.infer<typeof problemSchema>

/** @returns the code in a problem's type, or null where it is of another family */
export function problemCode({ type }: Pick<Problem, 'type'>): ProblemCode | null {
  if (!type.startsWith(problemPrefix)) return null
  const name = type.slice(problemPrefix.length)
  return problemCodes.find((code) => code === name) ?? null
}
