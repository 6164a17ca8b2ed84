/** The user's settings file is replaced whole, and read only when it can be. */
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSettingsFiles } from '../../src-main/host/settingsFiles.ts'
import { tempFolder } from '../harness/tempFolder.ts'

test('what was written is read back, also by the next start', () => {
  const dir = tempFolder()
  const files = openSettingsFiles(dir)
  expect(files.read()).toEqual([{ source: 'user', state: 'absent' }])
  for (const text of ['{ "language": "zh-Hant" }', '{ "language": "en", "店": "舖" }', '']) {
    expect(files.writeUser(text)).toEqual({ ok: true, value: null })
    expect(openSettingsFiles(dir).read()).toEqual([{ source: 'user', state: 'read', text }])
  }
  expect(readdirSync(dir)).toEqual(['settings.json'])
  expect(statSync(join(dir, 'settings.json')).mode & 0o777).toBe(0o600)
})

test('a write that fails leaves the old file, and says why', () => {
  const dir = tempFolder()
  const files = openSettingsFiles(dir)
  files.writeUser('old')
  mkdirSync(join(dir, 'settings.json.new'))
  const answer = files.writeUser('new')
  expect(answer).toMatchObject({ ok: false, failure: { code: 'settingsNotStored' } })
  expect(files.read()).toMatchObject([{ text: 'old' }])
})

test('a write that was cut off is of no account, and the next one succeeds', () => {
  const dir = tempFolder()
  const files = openSettingsFiles(dir)
  files.writeUser('old')
  writeFileSync(join(dir, 'settings.json.new'), '{ "langu')
  expect(files.read()).toMatchObject([{ text: 'old' }])
  expect(files.writeUser('new').ok).toBe(true)
  expect(files.read()).toMatchObject([{ text: 'new' }])
  expect(readdirSync(dir)).toEqual(['settings.json'])
})

test('a byte order mark, as editors on Windows write it, is not part of the text', () => {
  const dir = tempFolder()
  writeFileSync(join(dir, 'settings.json'), '\uFEFF{}')
  expect(openSettingsFiles(dir).read()).toMatchObject([{ text: '{}' }])
})

test('at most 1 MiB is read or written', () => {
  const dir = tempFolder()
  const files = openSettingsFiles(dir)
  const most = 'x'.repeat(1_048_576)
  expect(files.writeUser(most).ok).toBe(true)
  expect(files.writeUser(`${most}x`)).toMatchObject({
    failure: { code: 'settingsNotStored', facts: { reason: 'larger than 1048576 bytes' } },
  })
  expect(files.read()).toMatchObject([{ state: 'read', text: most }])
  writeFileSync(join(dir, 'settings.json'), `${most}x`)
  expect(files.read()).toMatchObject([{ state: 'unreadable', reason: 'larger than 1048576 bytes' }])
})

test('a folder, or bytes that are no text: unreadable, which is not absent', () => {
  const dir = tempFolder()
  const path = join(dir, 'settings.json')
  writeFileSync(path, Buffer.from([0x7b, 0xc3, 0x28, 0x7d]))
  expect(openSettingsFiles(dir).read()).toMatchObject([{ state: 'unreadable' }])
  const other = tempFolder()
  mkdirSync(join(other, 'settings.json'))
  expect(openSettingsFiles(other).read()).toMatchObject([
    { state: 'unreadable', reason: 'not a file' },
  ])
})
