/** Words that the screens put together themselves. */
import { describe, expect, test } from 'vitest'
import { bodySchemas } from '../../src-main/engine/journal/kinds.ts'
import { aheadWords, unusualOf } from '../../src-renderer/state/trainingWords.ts'
import { timelineWords } from '../../src-renderer/state/timelineWords.ts'
import { languages } from '../../src-shared/contract/counter.ts'
import type { TimelineRow } from '../../src-shared/contract/history.ts'
import { textsIn } from '../../src-shared/texts/index.ts'

const minuteMs = 60_000

/** What a sale's timeline may hold: rows about the sale, its payments, its receipt, a consent. */
const kinds = Object.keys(bodySchemas).filter((kind) =>
  /^(?:sale|payment|receipt|override|discrepancy|answer)\./u.test(kind),
)
const body = {
  why: 'paid',
  to: 'succeeded',
  approver: 'somebody',
  permission: 'reprint',
  reason: '<b>紙張 jammed</b>',
  number: 'HT01-000012',
  copy: 2,
  receipt: { number: 'HT01-000012' },
} satisfies TimelineRow['body']
const row = (kind: string, of: TimelineRow['body']): TimelineRow => ({
  epoch: 1,
  seq: 1,
  atMs: 0,
  kind,
  by: 'Mei Ling',
  body: of,
})
const nameOf = (staffId: string): string => `name of ${staffId}`

describe.for(languages)('the history in %s', (language) => {
  const texts = textsIn(language)

  test.for(kinds)('has words for a row %s', (kind) => {
    const { title } = timelineWords(texts, row(kind, body), nameOf)
    expect(title, 'a kind is not a text').not.toContain(kind)
    expect(title, 'no place is left empty').not.toMatch(/[{}]|undefined|NaN|\[object/u)
  })

  test('names who consented, to what, and why in his own words', () => {
    const words = timelineWords(texts, row('override.given', body), nameOf)
    expect(words.title).toContain('name of somebody')
    expect(words.title).toContain(texts.override.to.reprint)
    expect(words.details).toEqual(['<b>紙張 jammed</b>'])
  })

  test('shows a body of another version without breaking', () => {
    for (const kind of kinds) {
      const strange = { receipt: 7, copy: 'two', approver: null, permission: [], number: {} }
      const { title } = timelineWords(texts, row(kind, strange), nameOf)
      expect(title).not.toMatch(/[{}]|undefined|NaN|\[object/u)
    }
  })
})

test('how far the clock is ahead is said in days, hours and minutes, leaving out what is none', () => {
  const english = textsIn('en')
  const said = [0, 1, 10, 60, 70, 1_440, 1_450, 43_200].map((minutes) =>
    aheadWords(english, minutes * minuteMs),
  )
  expect(said).toEqual([
    '0 min',
    '1 min',
    '10 min',
    '1 h',
    '1 h 10 min',
    '1 d',
    '1 d 10 min',
    '30 d',
  ])
})

test('training as usual says nothing; whatever is not as usual is named', () => {
  const usual = { next: null, usualPauseMs: 3_000, networkOn: true, clockAheadMs: 0 }
  const english = textsIn('en')
  expect(unusualOf(english, usual)).toEqual([])
  const all = {
    next: 'refuse',
    usualPauseMs: null,
    networkOn: false,
    clockAheadMs: 600_000,
  } as const
  expect(unusualOf(english, all).map(({ words }) => words)).toEqual([
    'Next payment: is refused',
    'Network off',
    'Clock +10 min',
  ])
})
