/** Words of the device screen, and a terminal's profile while it is typed, as pure functions. */
import { describe, expect, test } from 'vitest'
import {
  draftOf,
  freeId,
  newDraft,
  numberFieldNames,
  rangeOf,
  readDraft,
  withProtocol,
} from '../../src-renderer/screens/devices/draft.ts'
import {
  differenceOf,
  doingWords,
  failedWords,
  isNone,
  isSerial,
  lineWords,
  needsSomebody,
  placeWords,
  reasonWords,
  schemeWords,
  signedAmount,
  signedCount,
  stateOf,
  sumOf,
  testWords,
  toneOfTerminal,
  whenWords,
} from '../../src-renderer/screens/devices/terminalWords.ts'
import { schemes } from '../../src-shared/cardFacts.ts'
import { languages } from '../../src-shared/contract/counter.ts'
import {
  skillsOf,
  terminalIds,
  terminalProfileSchema,
  terminalProtocols,
  terminalSchema,
  terminalTestResults,
  type TerminalView,
} from '../../src-shared/contract/devices.ts'
import { textsIn } from '../../src-shared/texts/index.ts'

const english = textsIn('en')
const broken = /[{}]|undefined|NaN|\[object/u
/** 10:00 in Hong Kong. */
const nowMs = Date.UTC(2026, 10, 21, 2)

const profile = terminalProfileSchema.parse({
  id: 'terminal-1',
  name: 'Front',
  protocol: 'hypercom',
  path: 'COM3',
  skills: skillsOf.hypercom,
})
const terminal = (of: Partial<TerminalView> = {}): TerminalView => ({
  ...terminalSchema.parse({
    profile,
    builtIn: false,
    line: { open: true, sinceMs: nowMs - 60_000, reason: null, nextTryAtMs: null },
    history: [],
    doing: null,
    lastTest: null,
    blockedBy: null,
    settlement: { open: [], running: false, last: null, failed: null },
    trace: [],
  }),
  ...of,
})
const away = (reason: string | null, nextTryAtMs: number | null = null): TerminalView =>
  terminal({ line: { open: false, sinceMs: nowMs - 60_000, reason, nextTryAtMs } })
const blockedBy = {
  paymentId: '0191f3a0-0000-7000-8000-000000000001',
  saleId: '0191f3a0-0000-7000-8000-000000000002',
  amountMinor: 12_800,
}

describe('the state of a terminal', () => {
  const blocked = terminalSchema.parse({ ...away(null), blockedBy })
  const busy = terminal({ doing: { verb: 'sale', sinceMs: nowMs - 5_000, says: 'PRESENT CARD' } })

  test('an outcome that nobody knows counts more than a line that is away', () => {
    expect([blocked, away(null), busy, terminal()].map(stateOf)).toEqual([
      'blocked',
      'away',
      'busy',
      'there',
    ])
  })

  test('it is never green, and somebody is called for what does not mend itself', () => {
    const all = [blocked, away(null), busy, terminal()]
    expect(all.map(toneOfTerminal)).toEqual(['unknown', 'person', 'working', 'idle'])
    expect(all.map(needsSomebody)).toEqual([true, true, false, false])
  })

  test('what it is at is said with what it shows; without a line nothing is claimed', () => {
    expect(doingWords(english, busy, nowMs)).toEqual([
      'Now: A payment, for 5 s.',
      'It shows: “PRESENT CARD”',
    ])
    expect(doingWords(english, terminal(), nowMs)).toHaveLength(1)
    expect(doingWords(english, away(null), nowMs)).toEqual([])
    const settling = terminal({ settlement: { ...terminal().settlement, running: true } })
    expect(doingWords(english, settling, nowMs)).toEqual([english.devices.settling])
    expect(stateOf(settling)).toBe('busy')
  })
})

describe('a line that is away', () => {
  test('first that no card can be taken, then why and what to do, then when it is tried again', () => {
    const reason = 'Error: No such file or directory, cannot open /dev/ttyUSB0'
    expect(lineWords(english, 'en', away(reason, nowMs + 12_000), nowMs)).toEqual([
      'No card can be taken on it: no line since 09:59:00. This port is not there. Check the cable and the power. (No such file or directory)',
      'It is tried again in 0:12.',
    ])
    expect(lineWords(english, 'en', away(null, nowMs), nowMs)[1]).toBe(english.devices.tryingNow)
  })

  test.for([
    ['Error: Opening COM3: File not found', 'missing'],
    ['Error Resource temporarily unavailable Cannot lock port', 'taken'],
    ['Error: Permission denied, cannot open /dev/ttyUSB0', 'forbidden'],
    ['cannot connect to 192.168.1.20:5000: connect ECONNREFUSED 192.168.1.20:5000', 'unreached'],
    ['cannot connect to 192.168.1.20:5000: no answer within 5 s', 'unreached'],
    ['read ECONNRESET', 'gone'],
    ['closed by the other side', 'gone'],
    ['unplugged', 'gone'],
  ] as const)('%s', ([reason, known]) => {
    expect(reasonWords(english, reason)).toContain(english.devices.reasons[known])
  })

  test('what nobody foresaw stays as it was said', () => {
    expect(reasonWords(english, 'Unknown error code 31')).toBe('Unknown error code 31')
  })
})

test('a batch that is not closed: what the till found, else what the terminal said', () => {
  expect(failedWords(english, 'noAnswer')).toBe(english.devices.failed.noAnswer)
  expect(failedWords(english, 'HOST NOT REACHED')).toBe(
    'Not settled. The terminal says: “HOST NOT REACHED”',
  )
})

test('before a line was opened for the first time there is no reason', () => {
  const [said] = lineWords(english, 'en', away('not opened yet'), nowMs)
  expect(said).toBe('No card can be taken on it: no line since 09:59:00.')
})

describe('figures', () => {
  test('the difference says which side has more', () => {
    const ours = { count: 30, amountMinor: 5_098_500 }
    const more = differenceOf({ count: 31, amountMinor: 5_123_400 }, ours)
    expect([signedCount(more.count), signedAmount(more.amountMinor)]).toEqual(['+1', '+HK$249.00'])
    const less = differenceOf({ count: 29, amountMinor: 5_098_499 }, ours)
    expect([signedCount(less.count), signedAmount(less.amountMinor)]).toEqual(['−1', '−HK$0.01'])
    expect(isNone(differenceOf(ours, ours))).toBe(true)
    expect(isNone(differenceOf({ count: 30, amountMinor: 0 }, { count: 30, amountMinor: 1 }))).toBe(
      false,
    )
  })

  test('all schemes together', () => {
    expect(sumOf([])).toEqual({ count: 0, amountMinor: 0 })
    const some = [
      { count: 2, amountMinor: 300 },
      { count: 1, amountMinor: -50 },
    ]
    expect(sumOf(some)).toEqual({ count: 3, amountMinor: 250 })
  })

  test('a time of another day has its date', () => {
    expect(whenWords('en', nowMs, nowMs)).toBe('10:00:00')
    expect(whenWords('en', nowMs - 24 * 3_600_000, nowMs)).toBe('20 Nov 2026 10:00:00')
  })

  test('only a serial line has a speed', () => {
    expect(placeWords(english, profile)).toBe('COM3 · 9600 baud')
    expect(placeWords(english, { ...profile, path: 'tcp:10.0.0.5:5000' })).toBe('tcp:10.0.0.5:5000')
    const serial = ['COM3', '/dev/serial/by-id/usb-a:b', 'tcp:a:1', 'training:nets'].map(isSerial)
    expect(serial).toEqual([true, true, false, false])
  })
})

test.for(languages)('nothing is left open in what is said in %s', (language) => {
  const texts = textsIn(language)
  const said = [
    ...[terminal(), away('closed', nowMs + 5_000), away(null)].flatMap((one) =>
      lineWords(texts, language, one, nowMs),
    ),
    ...(['sale', 'void', 'refund', 'last', 'settle', 'totals', 'lineTest'] as const).flatMap(
      (verb) => doingWords(texts, terminal({ doing: { verb, sinceMs: 0, says: 'x' } }), nowMs),
    ),
    ...terminalTestResults.map((result) =>
      testWords(texts, language, terminal({ lastTest: { atMs: nowMs, result } }), nowMs),
    ),
    testWords(texts, language, terminal(), nowMs),
    ...[...schemes, null, 'Carte Bleue'].map((scheme) => schemeWords(texts, scheme)),
    placeWords(texts, profile),
  ]
  for (const words of said) expect(words).not.toMatch(broken)
  expect(said).not.toContain('')
})

describe('a profile while it is typed', () => {
  const named = { ...newDraft('terminal-2'), name: 'Bar', path: 'tcp:10.0.0.5:5000' }

  test('a new one has the usual values, and whatever its protocol knows', () => {
    const read = readDraft(named)
    expect(read).toEqual({
      ok: true,
      profile: {
        ...profile,
        id: 'terminal-2',
        name: 'Bar',
        path: 'tcp:10.0.0.5:5000',
      },
    })
  })

  test('it takes the first place that is free', () => {
    expect(freeId([])).toBe('terminal-1')
    expect(freeId(['terminal-1', 'terminal-3'])).toBe('terminal-2')
    expect(freeId(terminalIds)).toBeNull()
  })

  test.for(terminalProtocols)('a profile of %s is shown and read back as it was', (protocol) => {
    const read = readDraft(withProtocol(named, protocol))
    expect(read.ok && read.profile.skills).toEqual(skillsOf[protocol])
    expect(read.ok && readDraft(draftOf(read.profile))).toEqual(read)
  })

  test('seconds are read by their digits, and nothing is rounded', () => {
    const read = readDraft({ ...named, takenWithinMs: '2.005', betweenTriesMs: '０.２５' })
    expect(read.ok && [read.profile.takenWithinMs, read.profile.betweenTriesMs]).toEqual([
      2_005, 250,
    ])
  })

  test('codes are read however they are set apart', () => {
    const read = readDraft({ ...named, unclearCodes: ' to, EN、hs ' })
    expect(read.ok && read.profile.unclearCodes).toEqual(['TO', 'EN', 'HS'])
    expect(readDraft({ ...named, unclearCodes: '' })).toMatchObject({ ok: true })
  })

  test.for([
    ['name', ' '],
    ['name', 'x'.repeat(25)],
    ['path', ''],
    ['path', 'x'.repeat(201)],
    ['unclearCodes', 'TO E'],
    ['tries', '2.5'],
    ['tries', '0'],
    ['tries', ''],
    ['takenWithinMs', '0.4'],
    ['takenWithinMs', '2.0005'],
    ['betweenTriesMs', '-1'],
    ['answerWithinMs', '301'],
    ['gapMs', '9'],
    ['clockToleranceMs', '1h'],
  ] as const)('what %s does not take is said of it, and of nothing else: %s', ([field, typed]) => {
    expect(readDraft({ ...named, [field]: typed })).toEqual({ ok: false, wrong: new Set([field]) })
  })

  test('a password that another protocol has no use for keeps nobody from saving', () => {
    const zvt = { ...withProtocol(named, 'zvt'), password: '12' }
    expect(readDraft(zvt)).toEqual({ ok: false, wrong: new Set(['password']) })
    expect(readDraft(withProtocol(zvt, 'hkText'))).toMatchObject({ ok: true })
  })

  test('both ends of each range are taken', () => {
    for (const field of numberFieldNames) {
      for (const typed of Object.values(rangeOf(field))) {
        expect(readDraft({ ...named, [field]: typed }), `${field} ${typed}`).toMatchObject({
          ok: true,
        })
      }
    }
  })
})
