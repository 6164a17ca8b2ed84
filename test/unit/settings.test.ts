import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  defaultSettings,
  mergeSettings,
  withSetting,
  type LastGood,
  type SettingKey,
} from '../../src-main/engine/config/settings.ts'
import type { SettingsLayer, SettingsSource } from '../../src-main/engine/parts.ts'
import { terminalProfile } from '../harness/terminalProfile.ts'

const terminal = terminalProfile()

const layer = (source: SettingsSource, values: unknown): SettingsLayer => ({
  source,
  state: 'read',
  text: typeof values === 'string' ? values : JSON.stringify(values),
})
const absent = (source: SettingsSource): SettingsLayer => ({ source, state: 'absent' })
const unreadable = (source: SettingsSource): SettingsLayer => ({
  source,
  state: 'unreadable',
  reason: 'EACCES',
})
const merge = (layers: readonly SettingsLayer[], lastGood: LastGood = {}) =>
  mergeSettings(layers, lastGood)
const alarm = (code: string, facts: Readonly<Record<string, string>>) => ({ code, facts })
const isDefault = Object.fromEntries(Object.keys(defaultSettings).map((key) => [key, 'default']))

describe('each layer overrides the ones before it', () => {
  test('with no layer at all every setting has its default, and its source says so', () => {
    const merged = merge([])
    expect(merged.values).toEqual(defaultSettings)
    expect(merged.sources).toEqual(isDefault)
    expect(merged.problems).toEqual([])
    expect(merged.good).toEqual({})
  })

  test('policy over machine over user over default, key by key', () => {
    const { values, sources, problems } = merge([
      layer('user', { theme: 'light', language: 'en', 'counter.name': 'Mine' }),
      layer('machine', { theme: 'dark', language: 'zh-Hans' }),
      layer('policy', { language: 'zh-Hant' }),
    ])
    expect(values).toEqual({
      ...defaultSettings,
      theme: 'dark',
      language: 'zh-Hant',
      'counter.name': 'Mine',
    })
    expect(sources).toEqual({
      ...isDefault,
      theme: 'machine',
      language: 'policy',
      'counter.name': 'user',
    })
    expect(problems).toEqual([])
  })

  test('a value of null is a value where the setting allows none', () => {
    const { values, sources } = merge([
      layer('user', { 'training.fpsPaysAfterMs': 5_000 }),
      layer('policy', { 'training.fpsPaysAfterMs': null }),
    ])
    expect(values['training.fpsPaysAfterMs']).toBeNull()
    expect(sources['training.fpsPaysAfterMs']).toBe('policy')
  })

  test('spaces around a name are left out', () => {
    const { values } = merge([layer('user', { 'counter.name': '  Counter 2 ' })])
    expect(values['counter.name']).toBe('Counter 2')
  })
})

describe('what is wrong in a layer never takes the till down', () => {
  const good = merge([layer('policy', { theme: 'dark', 'sale.ceilingMinor': 100_000 })]).good

  test('an absent layer clears what it gave, also for later', () => {
    const cleared = merge([absent('policy')], good)
    expect(cleared.values).toEqual(defaultSettings)
    expect(cleared.problems).toEqual([])
    expect(cleared.good).toEqual({})
    const later = merge([unreadable('policy')], cleared.good)
    expect(later.values).toEqual(defaultSettings)
  })

  test('an unreadable layer keeps its last good values and raises an alarm', () => {
    const kept = merge([layer('user', { theme: 'light' }), unreadable('policy')], good)
    expect(kept.values.theme).toBe('dark')
    expect(kept.values['sale.ceilingMinor']).toBe(100_000)
    expect(kept.sources.theme).toBe('policy')
    expect(kept.problems).toEqual([alarm('settingsUnreadable', { source: 'policy' })])
  })

  test.each([
    ['an empty file', ''],
    ['half a file', '{ "theme": "light", "sale.ceil'],
    ['two files in one', '{}{}'],
    ['a list', '[]'],
    ['a text', '"theme"'],
    ['a number', '7'],
    ['null', 'null'],
    ['a comment', '{} // mine'],
    ['another format', 'theme: light'],
  ])('%s is malformed: the last good values stay, with an alarm', (_, text) => {
    const kept = merge([layer('policy', text)], good)
    expect(kept.values.theme).toBe('dark')
    expect(kept.problems).toEqual([alarm('settingsUnreadable', { source: 'policy' })])
    // And they survive a second broken start.
    expect(merge([unreadable('policy')], kept.good).values.theme).toBe('dark')
  })

  test('with nothing good before, a malformed layer gives nothing', () => {
    const { values, problems } = merge([layer('user', '{')])
    expect(values).toEqual(defaultSettings)
    expect(problems).toEqual([alarm('settingsUnreadable', { source: 'user' })])
  })

  test('each source keeps its own last good values', () => {
    const both = merge([layer('user', { theme: 'light' }), layer('policy', { language: 'en' })])
    const kept = merge([unreadable('user'), unreadable('policy')], both.good)
    expect(kept.values).toMatchObject({ theme: 'light', language: 'en' })
    expect(kept.problems).toHaveLength(2)
  })

  test('a spoilt record of the last good values counts as none', () => {
    for (const spoilt of ['', '{', '[]', 'null', '3']) {
      const { values } = merge([unreadable('user')], { user: spoilt })
      expect(values).toEqual(defaultSettings)
    }
  })

  test('last good values that this version does not accept are not used', () => {
    // As an older or newer version wrote them, whose limits were others.
    const other = { theme: 'sepia', 'sale.ceilingMinor': -1, 'counter.name': 'Kept', gone: 1 }
    const { values } = merge([unreadable('user')], { user: JSON.stringify(other) })
    expect(values).toEqual({ ...defaultSettings, 'counter.name': 'Kept' })
  })

  test('an unknown key is left out with an alarm, and the others are taken', () => {
    const { values, problems } = merge([layer('machine', { colour: 'red', theme: 'dark' })])
    expect(values).toEqual({ ...defaultSettings, theme: 'dark' })
    expect(problems).toEqual([alarm('settingUnknown', { key: 'colour', source: 'machine' })])
  })

  test('a wrong value keeps the last good one of that key only', () => {
    const now = { theme: 'sepia', 'sale.ceilingMinor': 200_000 }
    const { values, sources, problems } = merge([layer('policy', now)], good)
    expect(values.theme).toBe('dark')
    expect(sources.theme).toBe('policy')
    expect(values['sale.ceilingMinor']).toBe(200_000)
    expect(problems).toEqual([alarm('settingWrong', { key: 'theme', source: 'policy' })])
  })

  test('a wrong value that was never good leaves the layer below in effect', () => {
    const { values, sources } = merge([
      layer('user', { theme: 'light' }),
      layer('policy', { theme: 'sepia' }),
    ])
    expect(values.theme).toBe('light')
    expect(sources.theme).toBe('user')
  })

  const wrong: readonly (readonly [SettingKey, ...unknown[]])[] = [
    ['language', 'fr', '', 0, ['en']],
    ['theme', null, 'DARK', true],
    ['counter.name', '', '   ', 'x'.repeat(25), 7, null],
    ['store.name', '', 'x'.repeat(41), {}],
    ['store.address', 'one line', [''], ['x'.repeat(61)], ['1', '2', '3', '4', '5'], null],
    ['receipt.policy', {}, [7], ['x'.repeat(61)], Array.from({ length: 7 }, () => 'x')],
    ['receipt.languages', [], ['fr'], ['en', 'en'], ['en', 'zh-Hant', 'zh-Hans'], 'en'],
    ['customer.language', 'fr', '', ['en']],
    ['sale.ceilingMinor', 0, -100, 0.5, '5000', null, 10_000_000_000],
    ['fps.expiryMs', 59_999, 3_600_001, 60_000.5],
    ['channel.askEveryMs', 999, 5_001, '4000'],
    ['fps.watchMs', 59_999, 2_592_000_001],
    ['wallet.expiryMs', 59_999, 900_001, '180000'],
    ['scan.codeMaxAgeMs', 9_999, 60_001],
    ['scan.firstAskMs', 999, 15_001],
    ['card.terminals', {}, [{}], [terminal, terminal], [{ ...terminal, path: '' }]],
    ['octopus.reader', {}, 'COM3', { name: '', path: 'COM3' }, { name: 'A', path: '' }],
    ['octopus.module', {}, 'COM3', { path: '' }, { path: 'COM4', baudRate: 9_600 }],
    ['octopus.ceilingMinor', 0, -10, 1_000_010, 1.5],
    ['octopus.cancelAfterMs', -1, 60_001, '10', 0.5],
    ['octopus.helpAfterMs', 999, 60_001, '4', 0.5],
    ['octopus.giveUpMs', 19_999, 600_001, '60', 0.5],
    ['octopus.letGoAfterMs', 4_999, 600_001, '20', 0.5],
    ['octopus.exchangeEveryMs', 3_599_999, 172_800_001, '20', 0.5],
    ['octopus.warnAfterMs', 3_599_999, 604_800_001, '24', 0.5],
    ['octopus.stopAfterMs', 86_399_999, 2_592_000_001, '72', 0.5],
    ['scan.giveUpMs', 19_999, 300_001],
    ['scan.reverseNotBeforeMs', 14_999, 60_001],
    ['scan.emvCodes', 'on', 1, null],
    ['payment.parkAfterMs', 59_999, 3_600_001],
    ['transfer.waitMs', 86_399_999, 15_552_000_001],
    ['transfer.askEveryMs', 59_999, 86_400_001],
    ['refund.consentAboveMinor', 0, -1, '500000'],
    ['release.ceilingMinor', -1, 0.5, null],
    ['release.totalMinor', -1, 0.5],
    [
      'channels.order',
      [],
      { fps: [] },
      { gold: ['main'] },
      { fps: ['a', 'b', 'c'] },
      { fps: 'main' },
    ],
    ['channel.slowAfterMs', 499, 10_001],
    ['channel.downFromPercent', 9, 101, 33.3],
    ['channel.windowMs', 59_999, 3_600_001],
    ['channel.probeEveryMs', 4_999, 600_001],
    ['storage.minFreeBytes', -1, 68_719_476_737, null],
    ['training.fpsPaysAfterMs', -1, 3_600_001, '8000'],
  ]
  test.for(wrong)('%s: a value outside its limits is refused', ([key, ...values]) => {
    for (const value of values) {
      const merged = merge([layer('user', { [key]: value })])
      expect(merged.values, JSON.stringify(value)).toEqual(defaultSettings)
      expect(merged.problems).toEqual([alarm('settingWrong', { key, source: 'user' })])
    }
  })

  test('every setting has values outside its limits here', () => {
    expect(new Set(wrong.map(([key]) => key))).toEqual(new Set(Object.keys(defaultSettings)))
  })
})

describe('a hostile file', () => {
  test('cannot change what objects are, nor smuggle a value in', () => {
    const hostile =
      '{"__proto__": {"theme": "dark", "polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "toString": 1, "hasOwnProperty": 1}'
    const { values, sources, problems } = merge([layer('user', hostile)], { user: hostile })
    expect(values).toEqual(defaultSettings)
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype)
    expect(sources).toEqual(isDefault)
    expect({}).not.toHaveProperty('polluted')
    const unknown = problems.map(({ facts }) => facts['key'])
    expect(unknown).toEqual(expect.arrayContaining(['constructor', 'toString', 'hasOwnProperty']))
  })

  test('raises at most 20 alarms for a layer, with keys cut to 64 characters', () => {
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`key ${n}`, n]))
    const { values, problems } = merge([layer('user', { ['x'.repeat(500_000)]: 1, ...many })])
    expect(values).toEqual(defaultSettings)
    expect(problems).toHaveLength(20)
    expect(problems[0]?.facts['key']).toBe('x'.repeat(64))
  })

  test('may be nested as deeply as it likes', () => {
    const deep = `{"colour": ${'['.repeat(100_000)}${']'.repeat(100_000)}, "theme": "dark"}`
    const { values, problems } = merge([layer('user', deep)])
    expect(values.theme).toBe('dark')
    expect(problems).toEqual([alarm('settingUnknown', { key: 'colour', source: 'user' })])
  })

  test('whatever it holds, every value in effect is one that its setting accepts', () => {
    const keys = Object.keys(defaultSettings)
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .dictionary(fc.oneof(fc.constantFrom(...keys), fc.string()), fc.jsonValue())
        .map((object) => JSON.stringify(object)),
    )
    fc.assert(
      fc.property(text, text, (before, now) => {
        const first = merge([layer('user', before)])
        const then = merge([layer('user', now)], first.good)
        expect(Object.keys(then.values)).toEqual(keys)
        const again = merge([layer('policy', then.values)])
        expect(again.problems).toEqual([])
        expect(again.values).toEqual(then.values)
      }),
    )
  })
})

describe('one choice is written into the user’s file', () => {
  const written = (user: SettingsLayer | undefined, value: unknown = 'dark') =>
    withSetting(user, 'theme', value)

  test('and takes effect when the file is read again', () => {
    const text = written(layer('user', { theme: 'light', language: 'en' })) ?? ''
    expect(merge([layer('user', text)]).values).toMatchObject({ theme: 'dark', language: 'en' })
    expect(text.endsWith('}\n')).toBe(true)
  })

  test('everything else in it is kept, known or not, right or wrong', () => {
    const others = { colour: 'red', 'counter.name': 7, later: { deep: [1, null, '海'] } }
    const text = written(layer('user', { ...others, theme: 'sepia' })) ?? ''
    expect(JSON.parse(text)).toEqual({ ...others, theme: 'dark' })
  })

  test('where there is no file yet, one is made', () => {
    for (const none of [undefined, absent('user')]) {
      expect(JSON.parse(written(none) ?? '')).toEqual({ theme: 'dark' })
    }
  })

  test('a file that cannot be read or understood is left alone', () => {
    expect(written(unreadable('user'))).toBeUndefined()
    for (const text of ['', '{', '[]', 'null', '"x"', '{}{}']) {
      expect(written(layer('user', text)), text).toBeUndefined()
    }
  })
})
