/** The connections to providers: how well each answers, and which is in use for what. */
import { z } from 'zod'
import { methodIdSchema } from '../methods.ts'
import { defineEvents } from './define.ts'

/** `down` and `slow` are out of use for new payments where there is another; `idle` was not asked yet. */
export const channelStates = ['idle', 'good', 'slow', 'down', 'probing'] as const
export type ChannelState = (typeof channelStates)[number]

/** How long one bar of the small chart is, and how many there are: the last three hours. */
export const healthBarMs = 300_000
export const healthBars = 36

export const channelSchema = z.object({
  id: z.string(),
  state: z.enum(channelStates),
  sinceMs: z.int(),
  /** Answers of the window that came and were good, in percent; null: none was asked for. */
  successPercent: z.int().min(0).max(100).nullable(),
  p50Ms: z.int().nullable(),
  p95Ms: z.int().nullable(),
  asked: z.int(),
  lastError: z.object({ atMs: z.int(), reason: z.string() }).nullable(),
  /** Methods whose new payments go here now. */
  carries: z.array(methodIdSchema),
  /** Methods for which this is the backup. */
  backupFor: z.array(methodIdSchema),
  /** The oldest first, each `healthBarMs` long; `worst` of what was seen in it. */
  history: z
    .array(
      z.object({
        fromMs: z.int(),
        asked: z.int(),
        failed: z.int(),
        p95Ms: z.int().nullable(),
        worst: z.enum(channelStates),
      }),
    )
    .max(healthBars),
})
export type ChannelView = z.infer<typeof channelSchema>

export const uploadSchema = z.object({
  /** Rows that the aggregator has not acknowledged. */
  waiting: z.int(),
  /** When the oldest of them was written; null: none waits. */
  oldestAtMs: z.int().nullable(),
  state: z.enum(['idle', 'sending', 'waiting', 'refused', 'notSetUp']),
  nextTryAtMs: z.int().nullable(),
  lastError: z.string().nullable(),
  /** Rows that the aggregator holds and could not use; the newest, at most 20, and how many in all. */
  notUnderstood: z.object({
    count: z.int(),
    rows: z
      .array(z.object({ epoch: z.int(), seq: z.int(), kind: z.string(), reason: z.string() }))
      .max(20),
  }),
  /** The last row that is held there, and its hash in hex: the outside anchor. */
  held: z.object({ epoch: z.int(), seq: z.int(), hash: z.string() }).nullable(),
})
export type UploadView = z.infer<typeof uploadSchema>

export const channelEvents = defineEvents({
  channels: {
    windows: ['till', 'manager'],
    who: 'signedIn',
    value: z.object({ channels: z.array(channelSchema).max(8), upload: uploadSchema }).nullable(),
  },
})
