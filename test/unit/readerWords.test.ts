/** Words about the Octopus reader on the device screen, and its set-up while it is typed, as pure functions. */
import { describe, expect, test } from 'vitest'
import {
  readerDraftOf,
  readReaderDraft,
  type ReaderStored,
} from '../../src-renderer/screens/devices/octopus/readerDraft.ts'
import {
  agreementOf,
  clockWords,
  dueWords,
  openWords,
  readerDoingWords,
  readerNeedsSomebody,
  readerTestWords,
  stateOfReader,
  toneOfReader,
  whyWords,
  writtenWords,
} from '../../src-renderer/screens/devices/octopus/readerWords.ts'
import { languages } from '../../src-shared/contract/counter.ts'
import {
  octopusReaderSchema,
  readerCalls,
  readerTestResults,
  type OctopusReaderView,
} from '../../src-shared/contract/octopus.ts'
import { textsIn } from '../../src-shared/texts/index.ts'

const english = textsIn('en')
const words = english.devices.octopus
/** 10:00 in Hong Kong. */
const nowMs = Date.UTC(2026, 10, 21, 2)
const hourMs = 3_600_000
const profile = { name: 'Front', path: 'tcp:127.0.0.1:7070' }

const usual = octopusReaderSchema.parse({
  profile,
  builtIn: false,
  line: { open: true, sinceMs: nowMs - 60_000, reason: null, nextTryAtMs: null },
  history: [],
  doing: null,
  lastTest: null,
  facts: null,
  blockedBy: null,
  exchange: {
    running: false,
    failed: null,
    open: { count: 0, amountMinor: 0 },
    last: null,
    warnAtMs: null,
    stopAtMs: null,
  },
  housekeeping: { running: false, failed: null, last: null },
  trace: [],
})
const reader = (of: Partial<OctopusReaderView> = {}): OctopusReaderView => ({ ...usual, ...of })
const exchange = (of: Partial<OctopusReaderView['exchange']>): OctopusReaderView =>
  reader({ exchange: { ...usual.exchange, ...of } })

const away = reader({ line: { open: false, sinceMs: 0, reason: 'closed', nextTryAtMs: null } })
const due = exchange({ warnAtMs: nowMs, stopAtMs: nowMs + hourMs })
const stopped = exchange({ warnAtMs: nowMs - hourMs, stopAtMs: nowMs })
const paying = reader({ doing: { call: 'deduct', sinceMs: nowMs - 2_000 } })

describe('the state of the reader', () => {
  test('the worst of what is so: an unknown outcome, no line, a file that is missing', () => {
    const { blockedBy } = octopusReaderSchema.parse({
      ...away,
      blockedBy: {
        paymentId: '0191f3a0-0000-7000-8000-000000000001',
        saleId: '0191f3a0-0000-7000-8000-000000000002',
        amountMinor: 1_230,
      },
    })
    const all = [{ ...away, blockedBy }, away, stopped, due, paying, usual]
    const states = all.map((one) => stateOfReader(one, nowMs))
    expect(states).toEqual(['blocked', 'away', 'stopped', 'due', 'busy', 'there'])
    // Never green, which is for money.
    const tones = ['unknown', 'person', 'person', 'person', 'working', 'idle']
    expect(states.map(toneOfReader)).toEqual(tones)
    const calls = all.map((one) => readerNeedsSomebody(one, nowMs))
    expect(calls).toEqual([true, true, true, true, false, false])
  })

  test('while the file is written its lack is being seen to', () => {
    const { exchange: late } = stopped
    const writing = reader({ exchange: { ...late, running: true } })
    expect(stateOfReader(writing, nowMs)).toBe('busy')
    expect(readerDoingWords(english, writing, nowMs)).toEqual([words.exchanging])
  })

  test('a file becomes due with time alone', () => {
    expect(stateOfReader(due, nowMs - 1)).toBe('there')
    expect(stateOfReader(due, nowMs + hourMs)).toBe('stopped')
  })

  test('what it is at is said; without a line nothing is claimed', () => {
    expect(readerDoingWords(english, paying, nowMs)).toEqual(['Now: A payment, for 2 s.'])
    expect(readerDoingWords(english, usual, nowMs)).toEqual([words.nothingNow])
    expect(readerDoingWords(english, away, nowMs)).toEqual([])
  })
})

describe('exchange files', () => {
  test('by when one is wanted, from when nothing is taken, and that nothing is', () => {
    const say = (one: OctopusReaderView) => dueWords(english, 'en', one.exchange, nowMs)
    expect(say(usual)).toBeNull()
    const later = exchange({ warnAtMs: nowMs + hourMs, stopAtMs: nowMs + 49 * hourMs })
    expect(say(later)).toEqual({
      words:
        'The next one is wanted by 11:00:00. From 23 Nov 2026 11:00:00 on no Octopus payment is taken without it.',
      now: false,
    })
    expect(say(due)?.now).toBe(true)
    expect(say(due)?.words).toContain('From 11:00:00 on')
    expect(say(stopped)?.words).toMatch(/^No new Octopus payment is taken/u)
  })

  test('whether they agree, and by how much they differ', () => {
    const ours = { count: 121, amountMinor: 1_235_790 }
    const last = { atMs: nowMs, number: 41, name: 'A.DAT', upload: 'done', ours } as const
    expect(agreementOf(english, { ...last, theirs: ours })).toEqual({
      words: words.agrees,
      difference: null,
    })
    const differs = agreementOf(english, {
      ...last,
      theirs: { count: 120, amountMinor: 1_234_560 },
    })
    expect(differs.difference).toEqual({ count: -1, amountMinor: -1_230 })
    expect(differs.words).toMatch(/^They differ by −1 payments and −HK\$12\.30/u)
  })

  test('what is in none yet', () => {
    expect(openWords(english, usual.exchange.open)).toBe(words.nothingOpen)
    expect(openWords(english, { count: 12, amountMinor: 34_560 })).toContain(
      '12 payments, HK$345.60',
    )
  })

  test('why there is none: what the till found, else what the reader said', () => {
    expect(whyWords(english, 'silent')).toBe(words.failed.silent)
    expect(whyWords(english, 'otherVersion')).toBe(words.tests.otherVersion)
    expect(whyWords(english, 'logFull 100023')).toBe('The reader says: “logFull 100023”')
  })

  test('when the last one was written', () => {
    const at = nowMs - 12 * hourMs
    expect(writtenWords(english, 'en', words.exchangeLine, at, nowMs)).toBe(
      'Last exchange file: 20 Nov 2026 22:00:00, 12 h ago.',
    )
  })
})

test('the clock of the reader', () => {
  const said = [0, 999, -999, 42_000, -180_000].map((aheadMs) => clockWords(english, aheadMs))
  const right = words.clockRight
  expect(said).toEqual([right, right, right, '42 s ahead of this till', '3 min behind this till'])
})

test.for(languages)('nothing is left open in what is said of the reader in %s', (language) => {
  const texts = textsIn(language)
  const said = [
    ...readerCalls.flatMap((call) =>
      readerDoingWords(texts, reader({ doing: { call, sinceMs: 0 } }), nowMs),
    ),
    ...readerTestResults.map((result) =>
      readerTestWords(texts, language, reader({ lastTest: { atMs: nowMs, result } }), nowMs),
    ),
    readerTestWords(texts, language, usual, nowMs),
    ...[due, stopped].map((one) => dueWords(texts, language, one.exchange, nowMs)?.words ?? ''),
    dueWords(texts, language, due.exchange, 0)?.words ?? '',
  ]
  for (const sentence of said) expect(sentence).not.toMatch(/[{}]|undefined|NaN|\[object/u)
  expect(said).not.toContain('')
})

describe('a set-up while it is typed', () => {
  const none: ReaderStored = { profile: null, modulePath: null }
  const both: ReaderStored = { profile, modulePath: 'COM5' }
  const empty = readerDraftOf(none)

  test('a name and a port are needed', () => {
    expect(readReaderDraft(empty, none)).toEqual({ ok: false, wrong: new Set(['name', 'path']) })
    expect(readReaderDraft({ ...empty, ...profile }, none)).toEqual({
      ok: true,
      changes: { profile },
    })
  })

  test('what is stored already is not saved again', () => {
    expect(readReaderDraft(readerDraftOf(both), both)).toEqual({ ok: true, changes: {} })
    const spaced = { ...readerDraftOf(both), name: ' Front ', modulePath: ' COM5 ' }
    expect(readReaderDraft(spaced, both)).toEqual({ ok: true, changes: {} })
  })

  test('a module may be had without a reader, and can be taken away again', () => {
    expect(readReaderDraft({ ...empty, modulePath: 'COM5' }, none)).toEqual({
      ok: true,
      changes: { module: { path: 'COM5' } },
    })
    const alone: ReaderStored = { profile: null, modulePath: 'COM5' }
    expect(readReaderDraft(empty, alone)).toEqual({ ok: true, changes: { module: null } })
    expect(readReaderDraft({ ...readerDraftOf(both), modulePath: '' }, both)).toEqual({
      ok: true,
      changes: { module: null },
    })
  })

  test('both at one port are refused', () => {
    const draft = { ...profile, modulePath: profile.path }
    expect(readReaderDraft(draft, none)).toEqual({ ok: false, wrong: new Set(['modulePath']) })
  })
})
