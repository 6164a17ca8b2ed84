/** The journal checked from the command line, as anybody can. */
import { execFile } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, expect, test } from 'vitest'
import { buildStale } from '../../scripts/stale.ts'
import { tempFolder } from '../harness/tempFolder.ts'
import { startTillProcess } from '../harness/tillProcess.ts'

const root = join(import.meta.dirname, '../..')

beforeAll(async () => {
  await buildStale(['main', 'renderer'], 'silent')
})

type Ran = { readonly code: number; readonly output: string }

const run = (program: string, ...args: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const child = execFile(
      program,
      args,
      { cwd: root, env: { ...process.env, LC_ALL: 'C' } },
      (_, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, output: stdout + stderr })
      },
    )
  })
const verify = (...args: readonly string[]): Promise<Ran> =>
  run(process.execPath, join(root, 'dist/main/cli.js'), 'verify', ...args)

/** A profile in which a shift was opened and a sale paid. */
async function profileWithSale(): Promise<string> {
  const profile = tempFolder()
  const till = await startTillProcess({ program: join(root, 'dist/main/serve.js'), profile })
  const staff = await till.call('session.staff', {})
  const [tile] = staff.ok ? staff.value : []
  if (typeof tile?.trainingPin !== 'string') throw new Error('nobody to sign in')
  await till.call('session.signIn', { staffId: tile.staffId, pin: tile.trainingPin })
  await till.call('shift.open', { float: { '10000': 2 } })
  const sale = await till.call('sale.open', {
    totalMinor: 4_210,
    reference: 'R-7',
    description: '',
  })
  if (!sale.ok) throw new Error(sale.failure.code)
  await till.call('payment.takeCash', { saleId: sale.value.saleId, tenderedMinor: 5_000 })
  await till.stop()
  return profile
}

/** The numbers of the rows of this kind; null: of all. */
function rowsOf(file: string, kind: string | null): number[] {
  const database = new Database(file, { readonly: true })
  try {
    return database
      .prepare<[string | null], number>('SELECT seq FROM journal WHERE kind = ifnull(?, kind)')
      .pluck()
      .all(kind)
  } finally {
    database.close()
  }
}

test('a whole journal is exit 0 and one line with rows and head hash, also while the till runs', async () => {
  const profile = await profileWithSale()
  const rows = rowsOf(join(profile, 'training.sqlite'), null).length
  const whole = await verify(profile)
  expect(whole.code).toBe(0)
  expect(whole.output).toMatch(/^The journal is whole: \d+ rows, head [0-9a-f]{64}\n$/u)
  expect(whole.output).toContain(` ${rows} rows,`)
  expect(await verify(join(profile, 'training.sqlite'))).toEqual(whole)
  const byNpm = await run('npm', 'run', '-s', 'till', '--', 'verify', profile)
  expect(byNpm.code).toBe(0)
  expect(byNpm.output).toContain(whole.output)

  const till = await startTillProcess({ program: join(root, 'dist/main/serve.js'), profile })
  expect((await verify(profile)).output).toBe(whole.output)
  await till.stop()
})

test('a changed byte is exit 1, and the first wrong row is named', async () => {
  const profile = await profileWithSale()
  const file = join(profile, 'training.sqlite')
  const spoilt = join(tempFolder(), 'spoilt.sqlite')
  copyFileSync(file, spoilt)
  const [row = 0] = rowsOf(spoilt, 'sale.opened')
  expect(row).toBeGreaterThan(1)
  const bytes = readFileSync(spoilt)
  // The body of that row. Pages that SQLite has moved may hold old copies of it: each is changed.
  const body = '"totalMinor":4210'
  let found = 0
  for (let at = bytes.indexOf(body); at >= 0; at = bytes.indexOf(body, at)) {
    at += bytes.write('"totalMinor":4211', at)
    found += 1
  }
  expect(found).toBeGreaterThan(0)
  writeFileSync(spoilt, bytes)
  const { code, output } = await verify(spoilt)
  expect(code).toBe(1)
  expect(output).toContain(`broken at row 1/${row} (hash); ${row - 1} rows before it are whole`)
})

test('what is not the database of a till is exit 1, and a call that is not understood is exit 2', async () => {
  const folder = tempFolder()
  const other = join(folder, 'notes.txt')
  writeFileSync(other, 'not a database')
  expect(await verify(other)).toMatchObject({ code: 1 })
  expect(await verify(join(folder, 'missing.sqlite'))).toMatchObject({ code: 1 })
  expect(await verify()).toMatchObject({ code: 2 })
  expect(await verify(other, 'more')).toMatchObject({ code: 2 })
})
