/**
 * How fast rows that have waited go up: ours against the same runs, signed and stored the same
 * way, posted in a bare loop. Both sides in one process, over HTTP on loopback, RSA on both sides'
 * requests, and every file with full synchronisation.
 */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { createAggregator } from '../../src-main/engine/channels/aggregator/aggregator.ts'
import { enrol } from '../../src-main/engine/channels/aggregator/enrol.ts'
import type { JournalRow } from '../../src-main/engine/journal/kinds.ts'
import { createOutbox } from '../../src-main/engine/sync/outbox.ts'
import type { Uplink } from '../../src-main/engine/sync/uplink.ts'
import { createHttp } from '../../src-main/host/http.ts'
import { createKeys, makeSigningKey, signerOf } from '../../src-main/host/keys.ts'
import { realClock, realRandom } from '../../src-main/host/realClock.ts'
import { serveAggregator } from '../../src-main/training/aggregator/httpShell.ts'
import { openOwnKeys } from '../../src-main/training/aggregator/ownKeys.ts'
import { createTrainingParties } from '../../src-main/training/parties.ts'
import { createTrainingClock } from '../../src-main/training/trainingClock.ts'
import { founding, openJournalFile, settingRow } from '../harness/journalFile.ts'
import { memoryOf } from '../harness/scriptedAggregator.ts'
import { tempFolder } from '../harness/tempFolder.ts'

const queued = 10_000
const rounds = 5
const noLog = (): void => undefined
const algorithm = 'rsa-pss-sha512'

/** An aggregator that holds nothing yet, and the way to it. */
async function freshUplink(pkcs8: string): Promise<Uplink> {
  const folder = tempFolder()
  const open = async (name: string) => {
    const database = new Database(join(folder, name))
    return { database, own: { ...(await openOwnKeys(database, realRandom)), sealing: null } }
  }
  const files = { main: await open('main.sqlite'), backup: await open('backup.sqlite') }
  const keys = createKeys()
  const created = createTrainingParties({
    files,
    terminalBooks: () => new Database(':memory:'),
    octopusBooks: () => new Database(':memory:'),
    clock: createTrainingClock(realClock),
    random: realRandom,
    keys,
    reset: () => undefined,
  })
  const shell = await serveAggregator(created.aggregators.main.door)
  const http = createHttp()
  onTestFinished(async () => {
    created.stop()
    await http.close()
    await shell.close()
    for (const { database } of Object.values(files)) database.close()
  })
  const line = {
    id: 'main',
    http,
    keys,
    signer: signerOf(pkcs8, algorithm),
    clock: realClock,
    random: realRandom,
    environment: 'training',
    log: noLog,
  } as const
  const enrolled = await enrol({
    ...line,
    baseUrl: shell.baseUrl,
    code: 'TRAINING',
    version: '0.0.0-bench',
  })
  if (!enrolled.ok) throw new Error(enrolled.reason)
  const { memory } = memoryOf()
  return createAggregator({ ...line, enrolment: enrolled.enrolment, memory }).uplink
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.trunc(values.length / 2)] ?? 0

test(`drain of ${queued} queued rows, beside a bare loop`, async () => {
  const file = openJournalFile()
  file.journal.write([founding()])
  while (file.journal.head().seq < queued) {
    file.journal.write(
      Array.from({ length: 100 }, (_, at) =>
        settingRow({ note: `row ${at}`.padEnd(300, '.') }, 'store.name'),
      ).slice(0, queued - file.journal.head().seq),
    )
  }
  const rows: readonly JournalRow[] = file.rows()
  const head = file.journal.head()
  const pkcs8 = await makeSigningKey(algorithm)

  const bareMs = async (): Promise<number> => {
    const uplink = await freshUplink(pkcs8)
    const startedAtMs = performance.now()
    for (let from = 0; from < rows.length; from += 500) {
      const answer = await uplink.upload(rows.slice(from, from + 500), head)
      expect(answer.kind).toBe('held')
    }
    return performance.now() - startedAtMs
  }
  const ourMs = async (): Promise<number> => {
    file.database.exec('DELETE FROM uploadCursor')
    const uplink = await freshUplink(pkcs8)
    const outbox = createOutbox({
      database: file.database,
      clock: realClock,
      random: realRandom,
      log: noLog,
      uplink,
      journal: file.journal,
      write: () => undefined,
      changed: () => undefined,
    })
    const startedAtMs = performance.now()
    outbox.start()
    while (outbox.waiting().waiting > 0) {
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    const tookMs = performance.now() - startedAtMs
    outbox.stop()
    return tookMs
  }

  const ours: number[] = []
  const bare: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await bareMs())
    ours.push(await ourMs())
  }
  const ratio = median(bare) / median(ours)
  console.log(
    `drain of ${queued} rows, median of ${rounds}: ours ${median(ours).toFixed(0)} ms, ` +
      `bare loop ${median(bare).toFixed(0)} ms, rate ${ratio.toFixed(2)} of it (aim 0.70)`,
  )
}, 300_000)
