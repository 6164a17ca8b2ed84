/** Values as people read them: times of Hong Kong, and the facts of a failure put into its text. */
import type { Language } from '../contract/counter.ts'
import { methodIdSchema } from '../methods.ts'
import { showAmount } from '../money.ts'
import type { Facts, Failure } from '../result.ts'
import { fill, textsIn } from './index.ts'

const timeZone = 'Asia/Hong_Kong'
const locales: Readonly<Record<Language, string>> = {
  en: 'en-HK',
  'zh-Hant': 'zh-Hant-HK',
  'zh-Hans': 'zh-Hans-CN',
}

/** `14:03:22`, the same in every language. */
export const showTime = (atMs: number): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }).format(atMs)

/** `14:03`, where seconds would only be noise. */
export const showMinute = (atMs: number): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' }).format(atMs)

/** `2026-11-21 14:03:22`, as it stands on paper in every language. */
export const showStamp = (atMs: number): string =>
  `${new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(atMs)} ${showTime(atMs)}`

/** `21 Nov 2026` or `2026年11月21日`. */
export const showDate = (language: Language, atMs: number): string =>
  new Intl.DateTimeFormat(locales[language], {
    timeZone,
    year: 'numeric',
    month: language === 'en' ? 'short' : 'long',
    day: 'numeric',
  }).format(atMs)

/** `21 Nov` or `11月21日`, of a business date `YYYY-MM-DD`. */
export const showBusinessDate = (language: Language, date: string): string =>
  new Intl.DateTimeFormat(locales[language], {
    timeZone: 'UTC',
    month: language === 'en' ? 'short' : 'long',
    day: 'numeric',
  }).format(Date.parse(`${date}T00:00:00Z`))

/** `2:05`: minutes and seconds until something happens; never less than 0:00. */
export const showLeft = (leftMs: number): string => {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000))
  const rest = seconds % 60
  return `${(seconds - rest) / 60}:${String(rest).padStart(2, '0')}`
}

/**
 * A failure in words. `ceilingMinor` fills `{ceiling}` with an amount, `untilMs` fills `{until}`
 * with a time, `notice zh-Hant` fills `{notice}` in that language, and the ids of a method, of a
 * settings source and of what was scanned become names.
 */
export function showFailure(language: Language, failure: Failure): string {
  return fill(textsIn(language).failures[failure.code], shownFacts(language, failure.facts))
}

function shownFacts(language: Language, facts: Facts): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      if (typeof value === 'number' && name.endsWith('Minor')) {
        return [name.slice(0, -'Minor'.length), showAmount(value)]
      }
      if (typeof value === 'number' && name.endsWith('Ms')) {
        return [name.slice(0, -'Ms'.length), showTime(value)]
      }
      // Told in each language: the one that is read.
      if (name.endsWith(` ${language}`)) return [name.slice(0, -language.length - 1), value]
      return [name, shownName(language, name, value)]
    }),
  )
}

function shownName(language: Language, name: string, value: string | number): string | number {
  const texts = textsIn(language)
  if (name === 'method') {
    const id = methodIdSchema.safeParse(value)
    if (id.success) return texts.methods[id.data]
  }
  if (name === 'source') {
    const sources: Readonly<Record<string, string>> = texts.settingsSources
    return sources[value] ?? value
  }
  if (name === 'looksLike') {
    const scanned: Readonly<Record<string, string>> = texts.scanned
    return scanned[value] ?? texts.scanned.unknown
  }
  return value
}
