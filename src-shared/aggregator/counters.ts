/** What belongs to a counter at the aggregator: its enrolment, its journal, its settings, its stream. */
import { z } from 'zod'
import {
  wireEnvironmentSchema,
  wireHashSchema,
  wireHeadSchema,
  wireIdSchema,
  wireMethodSchema,
  wireTimeSchema,
} from './common.ts'
import { wireFlowSchema } from './payments.ts'

export const signatureAlgorithms = ['rsa-pss-sha512', 'ed25519'] as const
export type SignatureAlgorithm = (typeof signatureAlgorithms)[number]

/** A public key: SubjectPublicKeyInfo, DER in base64. */
export const publicKeySchema = z.object({
  keyId: z.string().min(1).max(64),
  algorithm: z.enum(signatureAlgorithms),
  spki: z.base64().min(1).max(2_048),
})
export type PublicKey = z.infer<typeof publicKeySchema>

/**
 * The body of `POST /v1/enrolments`, signed with the key that it brings: the code from the back
 * office says who may enrol. The same code with the same key again gets the same answer.
 */
export const enrolmentRequestSchema = z.strictObject({
  code: z.string().min(4).max(64),
  key: publicKeySchema,
  /** Version of the program, for the fleet's list. */
  version: z.string().max(64),
})
export type EnrolmentRequest = z.infer<typeof enrolmentRequestSchema>

/** Signed with one of the keys that it brings: it is the line (TLS) that vouches for them, once. */
export const enrolmentSchema = z.object({
  counterId: wireIdSchema,
  environment: wireEnvironmentSchema,
  store: z.string().max(64),
  merchant: z.string().max(64),
  /** By these every later answer is signed. */
  keys: z.array(publicKeySchema).min(1).max(8),
  /** To this public key codes with card data are sealed: RSA, for RSA-OAEP-256 with A256GCM; null: such codes are not taken. */
  sealingKey: z
    .object({ keyId: z.string().min(1).max(64), spki: z.base64().min(1).max(2_048) })
    .nullable(),
})
export type WireEnrolment = z.infer<typeof enrolmentSchema>

/** The largest run in rows, and in bytes of its JSON. */
export const runLimit = { rows: 500, bytes: 1_048_576 } as const

/** A row exactly as it was hashed. */
export const wireRowSchema = z.strictObject({
  epoch: z.int().min(1),
  seq: z.int().min(1),
  atMs: z.int(),
  kind: z.string().max(64),
  subject: z.string().max(128),
  body: z.string().max(65_536),
  prev: wireHashSchema,
  hash: wireHashSchema,
})
export type WireRow = z.infer<typeof wireRowSchema>

/** The body of `POST /v1/counters/{id}/journal`: rows in order, each following the one before. None: only compares the heads. */
export const runSchema = z.strictObject({
  rows: z.array(wireRowSchema).max(runLimit.rows),
  /** The counter's last row; null: it has none. */
  head: wireHeadSchema.nullable(),
})
export type Run = z.infer<typeof runSchema>

export const heldSchema = z.object({
  /** The last row that is held, stored in the same transaction as the rows. */
  held: wireHeadSchema.nullable(),
  /** Rows of this run that are held and could not be used. */
  notUnderstood: z
    .array(
      z.object({ epoch: z.int().min(1), seq: z.int().min(1), reason: z.string().min(1).max(200) }),
    )
    .max(runLimit.rows),
})
export type Held = z.infer<typeof heldSchema>

/** The answer to `GET /v1/counters/{id}/journal?epoch=E&after=N`. */
export const heldRowsSchema = z.object({
  held: wireHeadSchema.nullable(),
  rows: z.array(wireRowSchema).max(runLimit.rows),
  more: z.boolean(),
})
export type HeldRows = z.infer<typeof heldRowsSchema>

/** What the merchant's back office decides for this counter. */
export const counterSettingsSchema = z.object({
  methods: z
    .array(
      z.object({
        method: wireMethodSchema,
        flows: z.array(wireFlowSchema).min(1).max(3),
        /** The most for one payment, in cents; null: as the counter says. */
        ceilingMinor: z.int().min(1).max(9_999_999_999).nullable(),
        /** Where a transfer goes, in the order in which it is to be read. */
        instructions: z
          .array(
            z.object({
              field: z.enum(['accountName', 'bankName', 'bankCode', 'accountNumber', 'swift']),
              value: z.string().min(1).max(100),
            }),
          )
          .max(8),
      }),
    )
    .max(20),
  /** The account that FPS codes ask money for; null: this channel confirms none. */
  fps: z
    .object({
      fpsId: z.string().regex(/^\d{7}(?:\d\d)?$/u),
      payee: z.string().min(1).max(25),
      referenceAllowed: z.boolean(),
    })
    .nullable(),
  /** Units of the foreign currency's major unit for one HKD, as text, with the time of the rate. */
  exchangeRates: z
    .array(
      z.object({
        currency: z.string().regex(/^[A-Z]{3}$/u),
        rate: z.string().regex(/^\d{1,9}(?:\.\d{1,9})?$/u),
        at: wireTimeSchema,
      }),
    )
    .max(50),
  /** Lines for the notice board of the till, in three languages. */
  notice: z
    .object({
      en: z.string().min(1).max(200),
      'zh-Hant': z.string().min(1).max(200),
      'zh-Hans': z.string().min(1).max(200),
    })
    .nullable(),
})
export type CounterSettings = z.infer<typeof counterSettingsSchema>

/** One event of the stream: not signed, and nothing but a reason to ask. */
export const streamEventSchema = z.object({
  id: z.string().min(1).max(64),
  paymentId: wireIdSchema,
})
export type StreamEvent = z.infer<typeof streamEventSchema>

export const healthSchema = z.object({
  status: z.enum(['good', 'degraded']),
  environment: wireEnvironmentSchema,
  time: wireTimeSchema,
})
