/** The log: lines of JSON, a bounded room, and never an exception. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLog } from '../../src-main/host/log.ts'
import { tempFolder } from '../harness/tempFolder.ts'

const clock = { now: () => Date.UTC(2026, 10, 21, 6, 3, 22) }
const linesOf = (dir: string, name = 'till.log'): unknown[] =>
  readFileSync(join(dir, 'logs', name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)

test('each line is JSON with time, level, event and facts, for its owner only', () => {
  const dir = tempFolder()
  const log = openLog(dir, clock)
  log('info', 'host.started', { port: 8080, window: false, why: null })
  log('warn', 'two\nlines')
  expect(linesOf(dir)).toEqual([
    {
      at: '2026-11-21T06:03:22.000Z',
      level: 'info',
      event: 'host.started',
      port: 8080,
      window: false,
      why: null,
    },
    { at: '2026-11-21T06:03:22.000Z', level: 'warn', event: 'two\nlines' },
  ])
  expect(statSync(join(dir, 'logs')).mode & 0o777).toBe(0o700)
  expect(statSync(join(dir, 'logs', 'till.log')).mode & 0o777).toBe(0o600)
})

test('files take turns at 5 MB, and ten are kept: 50 MB', () => {
  const dir = tempFolder()
  const log = openLog(dir, clock)
  const folder = join(dir, 'logs')
  for (let turn = 0; turn < 14; turn += 1) {
    log('info', `turn ${turn}`)
    // The rest of the file at once, as long running would fill it.
    writeFileSync(join(folder, 'till.log'), 'x'.repeat(4_999_900), { flag: 'a' })
  }
  const names = readdirSync(folder)
  expect(names).toHaveLength(10)
  const bytes = names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
  expect(bytes).toBeLessThanOrEqual(50_000_000)
  expect(readFileSync(join(folder, 'till.log'), 'utf8')).toContain('"turn 13"')
  expect(readFileSync(join(folder, 'till.1.log'), 'utf8')).toContain('"turn 12"')
  expect(readFileSync(join(folder, 'till.9.log'), 'utf8')).toContain('"turn 4"')
})

test('a line that is too long is cut, and stays JSON', () => {
  const dir = tempFolder()
  openLog(dir, clock)('error', 'long', { text: '"\\'.repeat(50_000) })
  expect(linesOf(dir)).toEqual([{ cut: expect.stringContaining('"event":"long"') as unknown }])
  expect(statSync(join(dir, 'logs', 'till.log')).size).toBeLessThan(10_000)
})

test('a log that cannot be written throws nothing, and tells later how much was lost', () => {
  const dir = tempFolder()
  const log = openLog(dir, clock)
  writeFileSync(join(dir, 'logs'), 'in the way')
  log('info', 'lost')
  log('info', 'lost too')
  rmSync(join(dir, 'logs'))
  log('info', 'back')
  log('info', 'and on')
  expect(linesOf(dir)).toMatchObject([{ event: 'back', linesLost: 2 }, { event: 'and on' }])
  expect(linesOf(dir)[1]).not.toHaveProperty('linesLost')
})

test('somebody who takes the files away takes nothing else', () => {
  const dir = tempFolder()
  const log = openLog(dir, clock)
  log('info', 'one')
  rmSync(join(dir, 'logs'), { recursive: true })
  log('info', 'two')
  mkdirSync(join(dir, 'logs', 'till.1.log'))
  log('info', 'three')
  expect(linesOf(dir)).toMatchObject([{ event: 'two' }, { event: 'three' }])
})
