/** The settings in effect: read at start and after each change made here; every change of an effective value is journaled. */
import type { CallResult, Plan } from '../plan.ts'
import type { Journal } from '../journal/journal.ts'
import type { Entry } from '../journal/kinds.ts'
import type { Parts, SettingsSource } from '../parts.ts'
import { done, type Failure } from '../../../src-shared/result.ts'
import {
  defaultSettings,
  mergeSettings,
  withSetting,
  type LastGood,
  type Merged,
  type SettingKey,
  type Settings,
} from './settings.ts'

export type Configuration = {
  readonly values: () => Settings
  readonly problems: () => readonly Failure[]
  /** Changes one of the user's settings, in the file and in effect. */
  choose<K extends SettingKey>(key: K, value: Settings[K]): CallResult<null>
}

export function createConfiguration(
  parts: Pick<Parts, 'database' | 'settings' | 'log'>,
  journal: Journal,
): Configuration {
  const { database } = parts
  let merged: Merged = {
    values: defaultSettings,
    sources: sourcesOfDefaults,
    problems: [],
    good: {},
  }
  // Where the file cannot be written, a choice still holds until the till is closed.
  let unsaved: Partial<Settings> = {}

  const lastGood = (): LastGood =>
    Object.fromEntries(
      database
        .prepare<[], { source: SettingsSource; text: string }>('SELECT * FROM settingsCache')
        .all()
        .map(({ source, text }) => [source, text]),
    )
  const journaled = (): Readonly<Record<string, string>> =>
    Object.fromEntries(
      database
        .prepare<[], { key: string; value: string }>('SELECT * FROM setting')
        .all()
        .map(({ key, value }) => [key, value]),
    )
  const keepGood = (good: LastGood): void => {
    database.prepare('DELETE FROM settingsCache').run()
    const insert = database.prepare('INSERT INTO settingsCache VALUES (?, ?)')
    for (const [source, text] of Object.entries(good)) insert.run(source, text)
  }

  /** Reads the layers again. @returns the rows that tell what changed */
  const read = (): { entries: Entry[]; alongside: () => void } => {
    const now = mergeSettings(parts.settings.read(), lastGood())
    const before = journaled()
    const keys = Object.keys(defaultSettings) as SettingKey[]
    const entries = keys.flatMap((key): Entry[] => {
      const from: unknown = JSON.parse(before[key] ?? JSON.stringify(defaultSettings[key]))
      const to = now.values[key]
      if (JSON.stringify(from) === JSON.stringify(to)) return []
      const body = { v: 1, key, from: from as never, to, source: now.sources[key] } as const
      return [{ kind: 'settings.changed', subject: key, body }]
    })
    merged = now
    return { entries, alongside: () => keepGood(now.good) }
  }

  const first = read()
  journal.write(first.entries, first.alongside)
  for (const problem of merged.problems) parts.log('warn', problem.code, problem.facts)

  return {
    values: () => ({ ...merged.values, ...unsaved }),
    problems: () => merged.problems,
    choose(key, value): Plan<null> {
      const user = parts.settings.read().find((layer) => layer.source === 'user')
      const text = withSetting(user, key, value)
      const stored = text === undefined ? undefined : parts.settings.writeUser(text)
      if (stored?.ok !== true) {
        unsaved = { ...unsaved, [key]: value }
        return stored ? { answer: stored } : { answer: done(null) }
      }
      unsaved = Object.fromEntries(Object.entries(unsaved).filter(([other]) => other !== key))
      return { ...read(), answer: done(null) }
    },
  }
}

const sourcesOfDefaults = Object.fromEntries(
  Object.keys(defaultSettings).map((key) => [key, 'default']),
) as Merged['sources']
