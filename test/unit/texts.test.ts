import { describe, expect, test } from 'vitest'
import { languages } from '../../src-shared/contract/counter.ts'
import { methodIds } from '../../src-shared/methods.ts'
import { failureCodes, type Facts, type FailureCode } from '../../src-shared/result.ts'
import { fill, textsIn } from '../../src-shared/texts/index.ts'
import {
  showBusinessDate,
  showDate,
  showFailure,
  showLeft,
  showMinute,
  showTime,
} from '../../src-shared/texts/show.ts'

describe('facts are put into the places of a text', () => {
  test('every place, as often as it stands there', () => {
    expect(fill('{a} and {b} and {a}', { a: 1, b: 'x' })).toBe('1 and x and 1')
    expect(fill('尚欠{rest}。', { rest: 'HK$5.00' })).toBe('尚欠HK$5.00。')
    expect(fill('none', { a: 1 })).toBe('none')
  })

  test('a fact of zero or of an empty text is a fact', () => {
    expect(fill('[{a}][{b}]', { a: 0, b: '' })).toBe('[0][]')
  })

  test('a place without a fact is a bug and stays visible', () => {
    expect(fill('Left: {rest} of {total}', { total: 5 })).toBe('Left: {rest} of 5')
    expect(fill('{}{ a }{a', { a: 1 })).toBe('{}{ a }{a')
  })

  test('what every object has by birth is no fact', () => {
    expect(fill('{constructor} {toString}', {})).toBe('{constructor} {toString}')
  })

  test('a fact is taken as it stands: nothing in it is filled or replaced', () => {
    expect(fill('{a}', { a: '{b}', b: 'no' })).toBe('{b}')
    expect(fill('<{a}>', { a: '$& $1 $$' })).toBe('<$& $1 $$>')
  })
})

/** The facts that the till gives with each failure whose text has places. */
const given: Partial<Record<FailureCode, Facts>> = {
  bug: { reference: 'a1b2c3' },
  lockedOut: { untilMs: Date.UTC(2026, 10, 21, 6, 3, 22) },
  amountAboveCeiling: { ceilingMinor: 5_000_000 },
  amountAboveRest: { restMinor: 1_250 },
  tooManyPayments: { limit: 50 },
  tooManyWaiting: { limit: 50 },
  methodNotSetUp: { method: 'octopus' },
  methodNeedsLine: { method: 'wechatPay' },
  amountAboveMethodCeiling: { method: 'fps', ceilingMinor: 1_000_000 },
  scanNotAccepted: { looksLike: 'productBarcode' },
  refundTooMuch: { leftMinor: 4_200 },
  releaseAboveCeiling: { ceilingMinor: 50_000 },
  releaseTotalReached: { ceilingMinor: 500_000 },
  clockOff: { minutes: 10 },
  channelSlow: { channel: 'harbour-a' },
  channelDown: { channel: 'harbour-a' },
  channelNotice: {
    channel: 'harbour-a',
    'notice en': 'Closed',
    'notice zh-Hant': '暫停',
    'notice zh-Hans': '暂停',
  },
  uploadRefused: { reason: 'key not known' },
  rowsNotUnderstood: { count: 3 },
  notEnrolled: { channel: 'harbour-b', reason: 'no code yet' },
  terminalHasUnknown: { terminal: 'Front terminal' },
  terminalBusy: { terminal: 'Front terminal' },
  terminalPathTaken: { path: '/dev/ttyUSB0' },
  portNotAllowed: { path: '/dev/ttyUSB0' },
  terminalCannotSettle: { terminal: 'Front terminal' },
  terminalAway: { terminal: 'Front terminal', reason: 'no such port' },
  terminalSilent: { terminal: 'Front terminal' },
  octopusBusy: { reader: 'Octopus reader' },
  octopusHasUnknown: { reader: 'Octopus reader' },
  octopusAway: { reader: 'Octopus reader', reason: 'no such port' },
  octopusSilent: { reader: 'Octopus reader' },
  octopusCannot: { reader: 'Octopus reader' },
  octopusFileOld: { reader: 'Octopus reader', hours: 26 },
  octopusFileDue: { reader: 'Octopus reader' },
  octopusFileDiffers: { reader: 'Octopus reader' },
  settingUnknown: { key: 'colour', source: 'user' },
  settingWrong: { key: 'theme', source: 'policy' },
  settingsUnreadable: { source: 'machine' },
  diskLow: { freeMiB: 12 },
  databaseNewer: { version: 7 },
  secretsSealed: { path: '/profile/secrets.json' },
  secretsNotOpened: { path: '/profile/secrets.json', reason: 'EACCES' },
  profileUnreadable: { path: '/profile/secrets.json', reason: 'EACCES' },
}

describe.for(languages)('every failure says in %s what happened and what to do', (language) => {
  test.for(failureCodes)('%s', (code) => {
    const shown = showFailure(language, { code, facts: given[code] ?? {} })
    expect(shown.trim()).not.toBe('')
    expect(shown, 'no place is left empty').not.toMatch(/[{}]|undefined|NaN|\[object/u)
    expect(shown, 'a code is not a text').not.toContain(code)
  })

  test('facts appear as people read them', () => {
    const say = (code: FailureCode) => showFailure(language, { code, facts: given[code] ?? {} })
    expect(say('lockedOut')).toContain('14:03:22')
    expect(say('amountAboveCeiling')).toContain('HK$50,000.00')
    expect(say('amountAboveRest')).toContain('HK$12.50')
    expect(say('methodNotSetUp')).toContain(textsIn(language).methods.octopus)
    expect(say('settingWrong')).toContain(textsIn(language).settingsSources.policy)
    expect(say('diskLow')).toContain('12')
    expect(say('scanNotAccepted')).toContain(textsIn(language).scanned.productBarcode)
    expect(say('refundTooMuch')).toContain('HK$42.00')
    expect(say('channelDown')).toContain('harbour-a')
    expect(say('channelNotice')).toMatch(/harbour-a.+(?:Closed|暫停|暂停)$/u)
  })

  test('what was scanned is named, also by a word that this version does not know', () => {
    const said = showFailure(language, {
      code: 'scanNotAccepted',
      facts: { looksLike: 'somethingNew' },
    })
    expect(said).toContain(textsIn(language).scanned.unknown)
    expect(said).not.toContain('somethingNew')
  })

  test('every method has a name', () => {
    const names = methodIds.map((id) => textsIn(language).methods[id])
    expect(names.filter((name) => name.trim() === '')).toEqual([])
    expect(new Set(names).size).toBe(methodIds.length)
  })
})

describe('times are Hong Kong’s, wherever the computer thinks it is', () => {
  const evening = Date.UTC(2026, 10, 21, 16, 3, 22)

  test('of the day', () => {
    expect(showTime(evening)).toBe('00:03:22')
    expect(showMinute(evening)).toBe('00:03')
    expect(showTime(Date.UTC(2026, 10, 21, 6, 3, 22))).toBe('14:03:22')
  })

  test('and of the calendar: after midnight it is the next day', () => {
    expect(showDate('en', evening)).toBe('22 Nov 2026')
    expect(showDate('zh-Hant', evening)).toBe('2026年11月22日')
    expect(showDate('zh-Hans', evening)).toBe('2026年11月22日')
  })

  test('a business date is the day that it names', () => {
    expect(showBusinessDate('en', '2026-11-21')).toBe('21 Nov')
    expect(showBusinessDate('zh-Hant', '2026-11-21')).toBe('11月21日')
    expect(showBusinessDate('zh-Hans', '2026-01-01')).toBe('1月1日')
  })

  test('what is left is counted up to the full second, and never below zero', () => {
    const shown = [0, -5_000, 1, 1_000, 59_001, 60_000, 125_000, 600_000].map(showLeft)
    expect(shown).toEqual(['0:00', '0:00', '0:01', '0:01', '1:00', '1:00', '2:05', '10:00'])
  })
})
