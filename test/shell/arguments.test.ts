/** What a person gave, among what is meant for Electron; and where Electron keeps what is its own. */
import { chmodSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ownArguments } from '../../src-main/shell/arguments.ts'
import { userDataIn } from '../../src-main/shell/userData.ts'
import { tempFolder } from '../harness/tempFolder.ts'

test.for([
  [['/opt/till'], []],
  [
    ['/opt/till', '--profile', '/p'],
    ['--profile', '/p'],
  ],
  [
    ['/opt/till', 'verify', '/p'],
    ['verify', '/p'],
  ],
  [['/opt/till', '--no-sandbox', '--ozone-platform=wayland', '--smoke'], ['--smoke']],
  [['/opt/till', '--profil'], ['--profil']],
] as const)('packaged: of %j the person gave %j', ([argv, own]) => {
  expect(ownArguments(argv, true)).toEqual(own)
})

test.for([
  [['electron', '.'], []],
  [['electron', '/checkout', '--smoke'], ['--smoke']],
  [
    ['electron', '--inspect=0', '--remote-debugging-port=0', '.', 'verify', '/p'],
    ['verify', '/p'],
  ],
  [['electron', '--no-sandbox', '.', '--no-sandbox'], []],
] as const)('in development: of %j the person gave %j', ([argv, own]) => {
  expect(ownArguments(argv, false)).toEqual(own)
})

test('Electron’s files are in the profile, which is made for its owner only', () => {
  const profile = join(tempFolder(), 'new', 'profile')
  const dir = userDataIn(profile)
  expect(dir).toBe(join(profile, 'electron'))
  for (const folder of [profile, dir]) expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(userDataIn(profile)).toBe(dir)
})

test('an empty folder that was open to others is taken in hand before anything is in it', () => {
  const profile = tempFolder()
  chmodSync(profile, 0o755)
  userDataIn(profile)
  expect(statSync(profile).mode & 0o777).toBe(0o700)
})

test('a profile that cannot be used: Electron starts all the same, to show why', () => {
  const file = join(tempFolder(), 'file')
  writeFileSync(file, '')
  const dir = userDataIn(file)
  expect(existsSync(dir)).toBe(true)
  rmSync(dir, { recursive: true })
  const others = tempFolder()
  mkdirSync(join(others, 'theirs'))
  chmodSync(others, 0o777)
  const elsewhere = userDataIn(others)
  expect(elsewhere.startsWith(others)).toBe(false)
  rmSync(elsewhere, { recursive: true })
})
