/**
 * The browser host as it is shipped, with two things more: it kills itself around a journal row,
 * and notes what reaches the simulated aggregators. This file is an entry of its own; the shipped
 * bundle has no such hook.
 *
 * HARBOUR_TEST_DIE_AT: number of the row. HARBOUR_TEST_DIE: `within` the transaction, as soon as
 * the row is inserted, or `after` the commit that holds it. HARBOUR_TEST_ARRIVED: a file to which
 * a line is added for each request that changes something, before anything is made of it.
 * HARBOUR_TEST_COMMITS: a file to which the number of the last row is added after each commit.
 */
import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { Database } from 'better-sqlite3'
import { readFlags } from '../../src-main/host/flags.ts'
import { openDatabaseFile } from '../../src-main/host/databaseFile.ts'
import { openTill } from '../../src-main/host/openTill.ts'
import { startBrowserHost } from '../../src-main/web/browserHost.ts'

const dieAt = Number(process.env['HARBOUR_TEST_DIE_AT'] ?? Number.POSITIVE_INFINITY)
const within = process.env['HARBOUR_TEST_DIE'] === 'within'
const commits = process.env['HARBOUR_TEST_COMMITS'] ?? ''

function dieAround(database: Database): Database {
  const die = (): void => {
    process.kill(process.pid, 'SIGKILL')
  }
  if (within) {
    database.function('row_inserted', (seq) => {
      if (Number(seq) >= dieAt) die()
      return null
    })
    database.exec(
      'CREATE TEMP TRIGGER die AFTER INSERT ON main.journal BEGIN SELECT row_inserted(NEW.seq); END',
    )
    return database
  }
  const last = database.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM journal')
  const begin = database.transaction.bind(database)
  let writtenBefore = 0
  const dieWhenWritten = (): void => {
    const written = last.get()?.seq ?? 0
    if (commits !== '' && written > writtenBefore) appendFileSync(commits, `${written}\n`)
    writtenBefore = written
    if (written >= dieAt) die()
  }
  database.transaction = ((work: () => unknown) => {
    const bound = begin(work)
    const immediate = (): unknown => {
      const result = bound.immediate()
      dieWhenWritten()
      return result
    }
    return Object.assign(() => bound(), { immediate })
  }) as typeof database.transaction
  return database
}

const arrived = process.env['HARBOUR_TEST_ARRIVED'] ?? ''
if (arrived !== '') {
  subscribe('http.server.request.start', (message) => {
    const { method, url = '' } = (message as { readonly request: IncomingMessage }).request
    if (method === 'PUT') appendFileSync(arrived, `${url}\n`)
  })
}

const read = readFlags(process.argv.slice(2))
if (!read.ok) throw new Error(read.argument)
const checker = new URL('../../dist/main/checker.js', import.meta.url)
const host = await startBrowserHost({
  flags: read.flags,
  version: '0.0.0-test',
  rendererDir: fileURLToPath(new URL('../../dist/renderer', import.meta.url)),
  openTill: (options) =>
    openTill({ ...options, checker, openDatabase: (path) => dieAround(openDatabaseFile(path)) }),
  say: (line) => console.log(line),
})
process.on('SIGTERM', () => void host.close().then(() => process.exit(0)))
