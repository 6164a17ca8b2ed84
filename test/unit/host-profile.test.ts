/** The profile folder: made for its owner only, and never guessed at. */
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { StartRefused } from '../../src-main/engine/parts.ts'
import { openProfile, profileFolder } from '../../src-main/host/profile.ts'
import { tempFolder } from '../harness/tempFolder.ts'

const modeOf = (path: string): number => statSync(path).mode & 0o777
const refusalOf = (open: () => unknown): unknown => {
  try {
    return open()
  } catch (error) {
    return error instanceof StartRefused ? error.failure : error
  }
}

describe('where the profile is', () => {
  const home = join('/', 'somewhere', 'ann')

  test('as chosen, before what the environment says', () => {
    const env = { HARBOUR_TILL_PROFILE: '/from/env' }
    const linux = { env, platform: 'linux', home } as const
    expect(profileFolder('/chosen', linux)).toBe('/chosen')
    expect(profileFolder(null, linux)).toBe('/from/env')
    expect(profileFolder('here', linux)).toBe(join(process.cwd(), 'here'))
  })

  test("else in the platform's folder for the data of programs", () => {
    const data = { XDG_DATA_HOME: '/data', APPDATA: 'D:\\Data' }
    const at = (platform: NodeJS.Platform, env: Record<string, string>): string =>
      profileFolder(null, { env, platform, home })
    expect(at('linux', {})).toBe(`${home}/.local/share/harbour-till`)
    expect(at('linux', { HARBOUR_TILL_PROFILE: '' })).toBe(`${home}/.local/share/harbour-till`)
    expect(at('linux', { XDG_DATA_HOME: 'relative' })).toBe(`${home}/.local/share/harbour-till`)
    expect(at('linux', data)).toBe('/data/harbour-till')
    expect(at('darwin', data)).toBe(`${home}/Library/Application Support/HarbourTill`)
    expect(at('win32', data)).toBe('D:\\Data\\HarbourTill')
    expect(at('win32', {})).toMatch(/\\AppData\\Roaming\\HarbourTill$/u)
  })
})

describe('opening it', () => {
  test('the first start makes it, in training, for its owner only', () => {
    const dir = join(tempFolder(), 'deep', 'profile')
    expect(openProfile(dir)).toEqual({
      dir,
      environment: 'training',
      databaseFile: join(dir, 'training.sqlite'),
      firstStart: true,
    })
    expect(modeOf(dir)).toBe(0o700)
    expect(modeOf(join(dir, 'profile.json'))).toBe(0o600)
    expect(JSON.parse(readFileSync(join(dir, 'profile.json'), 'utf8'))).toEqual({
      environment: 'training',
    })
  })

  test('later starts find it as it was; a database of either kind ends the first start', () => {
    for (const name of ['training.sqlite', 'live.sqlite']) {
      const dir = tempFolder()
      expect(openProfile(dir).firstStart).toBe(true)
      expect(openProfile(dir).firstStart).toBe(true)
      writeFileSync(join(dir, name), '')
      expect(openProfile(dir)).toMatchObject({ environment: 'training', firstStart: false })
    }
  })

  test('live use is refused until it can be had, and nothing is changed', () => {
    const dir = tempFolder()
    const text = '{ "environment": "live" }'
    writeFileSync(join(dir, 'profile.json'), text)
    expect(refusalOf(() => openProfile(dir))).toEqual({ code: 'liveNotAvailable', facts: {} })
    expect(readFileSync(join(dir, 'profile.json'), 'utf8')).toBe(text)
  })

  test.for([
    ['not JSON', '{ "environment": '],
    ['nothing', ''],
    ['another environment', '{ "environment": "test" }'],
    ['no environment', '{}'],
    ['a list', '["training"]'],
    ['too much', `{ "environment": "training", "x": "${'x'.repeat(70_000)}" }`],
    ['no UTF-8', Buffer.from([0xff, 0xfe, 0x00])],
  ] as const)('profile.json with %s: refused, never guessed, never replaced', ([, content]) => {
    const dir = tempFolder()
    const path = join(dir, 'profile.json')
    writeFileSync(path, content)
    expect(refusalOf(() => openProfile(dir))).toEqual({
      code: 'profileUnreadable',
      facts: { path, reason: expect.any(String) as unknown },
    })
    expect(readFileSync(path)).toEqual(Buffer.from(content))
  })

  test('a file where the folder should be, or a folder where the file should be: refused', () => {
    const dir = tempFolder()
    const path = join(dir, 'occupied')
    writeFileSync(path, '')
    expect(refusalOf(() => openProfile(path))).toMatchObject({ code: 'profileUnreadable' })
    mkdirSync(join(dir, 'profile.json'))
    expect(refusalOf(() => openProfile(dir))).toMatchObject({ code: 'profileUnreadable' })
  })

  test('keys of a later version are left alone', () => {
    const dir = tempFolder()
    writeFileSync(join(dir, 'profile.json'), '{ "environment": "training", "later": 1 }')
    expect(openProfile(dir).environment).toBe('training')
    expect(readFileSync(join(dir, 'profile.json'), 'utf8')).toContain('later')
  })

  test('a profile that others may look into is closed to them', () => {
    const dir = tempFolder()
    openProfile(dir)
    chmodSync(dir, 0o755)
    openProfile(dir)
    expect(modeOf(dir)).toBe(0o700)
  })

  test("a folder of somebody's other things keeps its rights, and one open to all is refused", () => {
    const dir = tempFolder()
    writeFileSync(join(dir, 'holiday.jpg'), '')
    chmodSync(dir, 0o777)
    expect(refusalOf(() => openProfile(dir))).toEqual({
      code: 'profileUnreadable',
      facts: { path: dir, reason: 'others may write here' },
    })
    expect(modeOf(dir)).toBe(0o777)
    chmodSync(dir, 0o755)
    expect(openProfile(dir).environment).toBe('training')
    expect(modeOf(dir)).toBe(0o755)
  })
})
