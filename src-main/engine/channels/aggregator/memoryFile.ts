/** What is known of each channel, in tables that are not about money: lost, it is asked for again. */
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { enrolmentSchema } from '../../../../src-shared/aggregator/counters.ts'
import type { Enrolment } from '../keys.ts'
import type { ChannelMemory } from './memory.ts'

const factsSchema = enrolmentSchema.extend({ baseUrl: z.string().max(200) })

type Row = {
  readonly lastEventId: string | null
  readonly settings: string | null
  readonly settingsTag: string | null
}

export function openChannelMemory(database: Database, channel: string): ChannelMemory {
  const row = database.prepare<[string], Row>(
    'SELECT lastEventId, settings, settingsTag FROM channelMemory WHERE channel = ?',
  )
  const keepEvent = database.prepare(
    `INSERT INTO channelMemory (channel, lastEventId) VALUES (?, ?)
     ON CONFLICT (channel) DO UPDATE SET lastEventId = excluded.lastEventId`,
  )
  const keepSettings = database.prepare(
    `INSERT INTO channelMemory (channel, settings, settingsTag) VALUES (?, ?, ?)
     ON CONFLICT (channel)
     DO UPDATE SET settings = excluded.settings, settingsTag = excluded.settingsTag`,
  )
  return {
    lastEventId: () => row.get(channel)?.lastEventId ?? null,
    keepLastEventId: (id) => void keepEvent.run(channel, id),
    settings() {
      const { settings: text = null, settingsTag: tag = null } = row.get(channel) ?? {}
      return text === null ? null : { text, tag }
    },
    keepSettings: (text, tag) => void keepSettings.run(channel, text, tag),
  }
}

/** @returns null where the counter is not enrolled there, or what was kept cannot be used any more */
export function keptEnrolment(database: Database, channel: string): Enrolment | null {
  const kept = database
    .prepare<[string], { facts: string }>('SELECT facts FROM enrolment WHERE channel = ?')
    .get(channel)
  if (!kept) return null
  try {
    return factsSchema.parse(JSON.parse(kept.facts))
  } catch {
    return null
  }
}

export function keepEnrolment(database: Database, channel: string, enrolment: Enrolment): void {
  database
    .prepare('INSERT OR REPLACE INTO enrolment VALUES (?, ?)')
    .run(channel, JSON.stringify(enrolment))
}
