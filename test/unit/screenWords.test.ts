/** Words that the screens put together themselves. */
import { describe, expect, test } from 'vitest'
import { bodySchemas } from '../../src-main/engine/journal/kinds.ts'
import { paymentEvents } from '../../src-main/engine/payment/transition.ts'
import { ageWords } from '../../src-renderer/state/ageWords.ts'
import {
  aheadWords,
  deedGroups,
  deedOfKey,
  fitCorner,
  keyOfDeed,
  unusualOf,
} from '../../src-renderer/state/trainingWords.ts'
import { timelineWords } from '../../src-renderer/state/timelineWords.ts'
import { languages } from '../../src-shared/contract/counter.ts'
import type { TimelineRow } from '../../src-shared/contract/history.ts'
import { refundStates } from '../../src-shared/contract/refund.ts'
import { discrepancyDecisions } from '../../src-shared/contract/tray.ts'
import { trainingDeeds, type TrainingView } from '../../src-shared/contract/training.ts'
import { textsIn } from '../../src-shared/texts/index.ts'
import { cardTold } from '../harness/paymentView.ts'

const minuteMs = 60_000

/** What a sale's timeline may hold: rows about the sale, its payments, their refunds, its receipt, a consent. */
const kinds = Object.keys(bodySchemas).filter((kind) =>
  /^(?:sale|payment|refund|receipt|override|discrepancy|answer|terminal|octopus)\./u.test(kind),
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
    const { title } = timelineWords(texts, row(kind, body), nameOf, 'merchantCode')
    expect(title, 'a kind is not a text').not.toContain(kind)
    expect(title, 'no place is left empty').not.toMatch(/[{}]|undefined|NaN|\[object/u)
  })

  test('names who consented, to what, and why in his own words', () => {
    const words = timelineWords(texts, row('override.given', body), nameOf, 'merchantCode')
    expect(words.title).toContain('name of somebody')
    expect(words.title).toContain(texts.override.to.reprint)
    expect(words.details).toEqual(['<b>紙張 jammed</b>'])
  })

  test('has words for every way in which a payment moves', () => {
    const moves: Readonly<Record<string, string>> = texts.moves
    expect(paymentEvents.filter((why) => (moves[why] ?? '') === '')).toEqual([])
  })

  test('tells what became of a refund, of extra money, and of a transfer that comes in parts', () => {
    const say = (kind: string, of: TimelineRow['body']) =>
      timelineWords(texts, row(kind, of), nameOf, 'merchantCode')
    const refunds = refundStates.map((to) => say('refund.moved', { to }).title)
    expect(new Set(refunds).size).toBe(refundStates.length)
    expect(say('refund.moved', { to: 'succeeded' }).to, 'a refund is no payment').toBeNull()
    expect(say('refund.moved', { to: 'unknown' }).to).toBeNull()
    const decided = discrepancyDecisions.map(
      (decision) => say('discrepancy.closed', { decision }).title,
    )
    expect(new Set(decided).size).toBe(discrepancyDecisions.length)
    const part = say('payment.credited', { amountMinor: 5_000, creditedMinor: 12_000 })
    expect(part.title).toContain('HK$50.00')
    expect(part.title).toContain('HK$120.00')
    expect(part.details).toEqual([])
  })

  test('keeps what was given up, and what was really taken, beside the move', () => {
    const { details } = timelineWords(
      texts,
      row('payment.moved', { why: 'shortfallAccepted', to: 'succeeded', shortfallMinor: 300 }),
      nameOf,
      'merchantCode',
    )
    expect(details.join(' ')).toContain('HK$3.00')
  })

  test('says of a card what its terminal said, and by what the transaction is found', () => {
    const moved = row('payment.moved', { ...body, card: cardTold, providerReference: '043182' })
    const atTerminal = timelineWords(texts, moved, nameOf, 'cardTerminal')
    expect(atTerminal.title).toBe(texts.card.moves.paid)
    expect(timelineWords(texts, moved, nameOf, 'merchantCode').title).toBe(texts.moves.paid)
    const details = atTerminal.details.join('\n')
    for (const told of ['Visa **** 0119', '043182', '000127', '12345678']) {
      expect(details).toContain(told)
    }
    expect(details.match(/043182/gu), 'the approval code stands there once').toHaveLength(1)
  })

  test('says in words why a terminal did not take a card', () => {
    const refused = { why: 'refused', to: 'failed', reason: 'terminalAway' }
    const { details } = timelineWords(texts, row('payment.moved', refused), nameOf, 'cardTerminal')
    expect(details).toEqual([texts.card.refusals.terminalAway])
  })

  test('tells of an answer that nobody had asked for, and of a batch that was closed', () => {
    const say = (kind: string, of: TimelineRow['body']) =>
      timelineWords(texts, row(kind, of), nameOf, 'cardTerminal')
    const stray = { channel: 'terminal-1', why: 'otherAmount', card: cardTold }
    const outcomes = (['approved', 'declined', 'cancelled', 'unclear'] as const).map(
      (outcome) => say('terminal.stray', { ...stray, outcome, amountMinor: 12_800 }).title,
    )
    expect(new Set(outcomes).size).toBe(4)
    for (const title of outcomes) expect(title).toContain('HK$128.00')
    const untold = say('terminal.stray', { ...stray, outcome: 'declined', amountMinor: null })
    expect(untold.title).not.toMatch(/HK|–/u)
    expect(untold.details).toContain(texts.card.timeline.why.otherAmount)
    const ours = { count: 12, amountMinor: 345_600 }
    const settled = say('terminal.settled', { ours, terminal: { count: 11, amountMinor: 330_000 } })
    expect(settled.title).toContain('HK$3,456.00')
    expect(settled.title).toContain('HK$3,300.00')
    expect(say('terminal.settled', { ours, terminal: null }).title).toContain('HK$3,456.00')
  })

  test('tells what an Octopus reader was asked, what it answered and which file it wrote', () => {
    const say = (kind: string, of: TimelineRow['body']) =>
      timelineWords(texts, row(kind, of), nameOf, 'octopusReader')
    const asked = { amountMinor: 8_880, valueMinor: 13_530, hidesValue: false, deviceId: 4_711 }
    expect(say('octopus.asked', asked).title).toContain('HK$88.80')
    expect(say('octopus.asked', asked).details.join(' ')).toMatch(/HK\$135\.3 .*4711/u)
    const hidden = say('octopus.asked', { ...asked, hidesValue: true }).details.join(' ')
    expect(hidden, 'a card that hides its value').not.toContain('HK$')
    const answers = (['nothing', 'incomplete', 'unknown', 'asBefore'] as const).flatMap((told) =>
      (['reply', 'outcome', 'card'] as const).map(
        (by) => say('octopus.answered', { told, by, code: null, tookNothing: true }).title,
      ),
    )
    expect(new Set(answers).size).toBe(12)
    const { details } = say('octopus.answered', { told: 'incomplete', by: 'reply', code: 100_022 })
    expect(details.join(' ')).toContain('100022')
    const ours = { count: 12, amountMinor: 345_600 }
    const file = { number: 7, ours, theirs: { count: 11, amountMinor: 330_000 }, upload: 'byHand' }
    const exchanged = say('octopus.exchanged', file)
    expect(exchanged.title).toMatch(/7.*HK\$3,456\.00.*HK\$3,300\.00/u)
    expect(exchanged.details).toEqual([
      texts.octopus.timeline.differs,
      texts.octopus.timeline.uploads.byHand,
    ])
    const agrees = say('octopus.exchanged', { ...file, theirs: ours })
    expect(agrees.details).toEqual([texts.octopus.timeline.uploads.byHand])
  })

  test('says in words why an Octopus was refused, or why nobody knows, with the number of it', () => {
    const moved = (reason: string) =>
      timelineWords(
        texts,
        row('payment.moved', { why: 'refused', to: 'failed', reason }),
        nameOf,
        'octopusReader',
      )
    expect(moved('blocked 100019').title).toBe(texts.octopus.moves.refused)
    const said = moved('blocked 100019').details.join(' ')
    expect(said).toContain(texts.octopus.refusals.blocked)
    expect(said).toContain('100019')
    expect(moved('octopusIncomplete 100022').details.join(' ')).toContain('100022')
    expect(moved('octopusNoReply').details).toEqual([texts.octopus.lost.octopusNoReply])
    expect(moved('somebody’s words').details).toEqual(['somebody’s words'])
  })

  test('shows a body of another version without breaking', () => {
    for (const kind of kinds) {
      const strange = { receipt: 7, copy: 'two', approver: null, permission: [], number: {} }
      const { title } = timelineWords(texts, row(kind, strange), nameOf, 'merchantCode')
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
  const usual: NonNullable<TrainingView> = {
    next: null,
    usualPauseMs: 3_000,
    networkOn: true,
    channels: [{ id: 'first', state: 'good' }],
    terminals: { next: null, plugged: true },
    octopus: { next: null, card: null, plugged: true },
    clockAheadMs: 0,
  }
  const english = textsIn('en')
  expect(unusualOf(english, usual)).toEqual([])
  const all: NonNullable<TrainingView> = {
    next: 'refuse',
    usualPauseMs: null,
    networkOn: false,
    channels: [...usual.channels, { id: 'second', state: 'slow' }],
    terminals: { next: 'decline', plugged: false },
    octopus: { next: 'tooEarly', card: 'other', plugged: false },
    clockAheadMs: 600_000,
  }
  expect(unusualOf(english, all).map(({ words }) => words)).toEqual([
    'Next payment: is refused',
    'Network off',
    'second: Slow',
    'Next card: is declined',
    'Terminal cable pulled',
    'Next Octopus: is taken away too early',
    'Octopus cable pulled',
    'Clock +10 min',
  ])
})

test('a corner shows as much as it has room for, and how much more there is', () => {
  const short = (words: string) => ({ about: 'clock', words }) as const
  const long = (words: string) => ({ about: 'next', words, long: true }) as const
  const few = [long('a'), short('b'), short('c')]
  expect(fitCorner(few)).toEqual({ shown: few, more: 0 })
  const many = [long('a'), short('b'), long('c'), short('d'), short('e')]
  expect(fitCorner(many)).toEqual({ shown: [many[0], many[1], many[3]], more: 2 })
})

test('a trainer can choose everything that may happen, each by a key of its own', () => {
  const offered = deedGroups.flatMap(({ deeds }) => [...deeds])
  expect(new Set(offered)).toEqual(new Set([...trainingDeeds, null]))
  const keys = offered.map(keyOfDeed)
  expect(new Set(keys).size).toBe(offered.length)
  for (const [place, name] of keys.entries()) {
    const key = /^\d$/u.test(name)
      ? ({ kind: 'digit', digit: name } as const)
      : ({ kind: 'function', name } as const)
    expect(deedOfKey(key), name).toBe(offered[place])
  }
  expect(deedOfKey({ kind: 'digit', digit: '0' })).toBeUndefined()
  expect(deedOfKey({ kind: 'digit', digit: '9' })).toBeUndefined()
  expect(deedOfKey({ kind: 'function', name: 'F12' })).toBeUndefined()
  expect(deedOfKey({ kind: 'enter' })).toBeUndefined()
})

test('an age is told in its largest unit, and is never negative', () => {
  const said = [-5, 999, 59_999, 60_000, 3_599_999, 3_600_000, 86_399_999, 172_800_000].map((ms) =>
    ageWords(textsIn('en'), ms),
  )
  expect(said).toEqual(['0 s', '0 s', '59 s', '1 min', '59 min', '1 h', '23 h', '2 d'])
})
