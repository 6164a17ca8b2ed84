/**
 * `npm run aggregator [-- --profile FOLDER]`: a simulated aggregator alone, for whoever builds a
 * client of his own or wants to see the wire. Nobody is paid by it. Enter shows codes as customers'
 * phones would show them now; Ctrl+C ends it.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { createKeys } from '../src-main/host/keys.ts'
import { realClock, realRandom } from '../src-main/host/realClock.ts'
import { trainingHouse, trainingSettings } from '../src-main/training/aggregator/backOffice.ts'
import { freshCustomerCode } from '../src-main/training/aggregator/codes.ts'
import { createAggregatorCore } from '../src-main/training/aggregator/core.ts'
import { openDoor } from '../src-main/training/aggregator/door.ts'
import { serveAggregator } from '../src-main/training/aggregator/httpShell.ts'
import { knownKinds } from '../src-main/training/aggregator/knownKinds.ts'
import { openOwnKeys } from '../src-main/training/aggregator/ownKeys.ts'

/** How long a simulated customer takes to pay. */
const usualPauseMs = 8_000

const { values } = parseArgs({ options: { profile: { type: 'string' } } })
const temporary = values.profile === undefined
const folder = values.profile ?? mkdtempSync(join(tmpdir(), 'harbour-till-aggregator-'))
mkdirSync(folder, { recursive: true, mode: 0o700 })

const database = new Database(join(folder, 'aggregator.sqlite'))
const own = await openOwnKeys(database, realRandom)
/** For one counter, fresh each time: nobody else on this computer knows it. */
const code = Buffer.from(realRandom.bytes(6)).toString('hex').toUpperCase()
const core = createAggregatorCore({
  database,
  keys: createKeys(),
  ...own,
  random: realRandom,
  house: trainingHouse,
  settings: trainingSettings,
  enrolmentCodes: { always: [], once: [code] },
  knownKinds,
  fate: { take: () => ({ deed: null, usualPauseMs }) },
})
const door = openDoor(core, realClock, () => database.open)
const shell = await serveAggregator(door)

console.log(`Simulated aggregator, in training: ${shell.baseUrl}`)
console.log(`Enrolment code, for one counter:   ${code}`)
console.log(`Its file:                          ${join(folder, 'aggregator.sqlite')}`)

createInterface({ input: process.stdin }).on('line', () => {
  for (const method of ['wechatPay', 'alipay', 'unionpayQr'] as const) {
    console.log(`${method}: ${freshCustomerCode(method, Date.now(), realRandom)}`)
  }
})

async function close(): Promise<void> {
  door.stop()
  await shell.close()
  database.close()
  if (temporary) rmSync(folder, { recursive: true, force: true })
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void close())
}
