/**
 * Ten payments in real time: the whole till on one end of a serial line, and the simulated Octopus
 * reader as `npm run octopus` starts it on the other, in a process of its own. Cards are taken away
 * and replies get lost on the way: value taken is value recorded.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test, vi } from 'vitest'
import { tenCentsOf } from '../../src-shared/money.ts'
import { openSerial } from '../../src-main/host/serialCarrier.ts'
import { realClock } from '../../src-main/host/realClock.ts'
import type { OctopusTrick } from '../../src-main/training/octopus/tricks.ts'
import { atTheDesk } from '../harness/desk.ts'
import { openPseudoLine } from '../harness/pseudoLine.ts'
import { tempFolder } from '../harness/tempFolder.ts'
import { noDevices } from '../harness/terminalProfile.ts'

const root = join(import.meta.dirname, '../..')
/** One that says nothing is asked for six seconds before its outcome is. */
const limitMs = 30_000
const card = '20260001'

const payments: readonly (readonly [amountMinor: number, trick: OctopusTrick | null])[] = [
  [500, null],
  [1_230, 'goneBeforeRead'],
  [500, 'goneMidWrite'],
  [500, 'goneMidWriteTaken'],
  [880, 'loseReply'],
  [500, 'goneAfterWrite'],
  [1_230, 'loseRequest'],
  [500, 'garbleReply'],
  [880, 'silentDone'],
  [500, 'dieAfterWrite'],
]

/** @returns what is typed there, and when it has said that */
function readerOn(path: string, file: string) {
  const args = ['scripts/run.mjs', 'octopus', '--port', path, '--file', file]
  const child = spawn(process.execPath, args, { cwd: root })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  const hear = (bytes: Buffer): void => {
    said += bytes.toString()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const says = (text: string): Promise<void> =>
    vi.waitFor(() => expect(said).toContain(text), { timeout: limitMs })
  return {
    says,
    async typed(line: string, answer: string) {
      said = ''
      child.stdin.write(`${line}\n`)
      await says(answer)
    },
  }
}

async function tillOnLine() {
  const line = await openPseudoLine()
  onTestFinished(() => line.close())
  const profile = { name: 'Octopus', path: line.till }
  const desk = await atTheDesk({
    settings: JSON.stringify({ 'octopus.reader': profile }),
    parts: {
      clock: realClock,
      devices: {
        ...noDevices,
        mayOpen: () => true,
        open: ({ path }) => openSerial({ path, baudRate: 115_200, stopBits: 1 }),
      },
    },
  })
  return { line, desk }
}

type Taken = { readonly reference: string; readonly cardNumber: string; readonly tenCents: number }

function takenIn(file: string): readonly Taken[] {
  const books = new Database(file, { readonly: true })
  const taken = books
    .prepare<[], Taken>(
      `SELECT reference, cardNumber, amountTenCents AS tenCents FROM entry WHERE deviceId = 301`,
    )
    .all()
  books.close()
  return taken
}

test('ten payments over a serial line: what was taken from the card is what was recorded', async () => {
  const { line, desk } = await tillOnLine()
  const file = join(tempFolder(), 'octopus.sqlite')
  const reader = readerOn(line.device, file)
  await reader.says(`ready on ${line.device}`)
  const recorded: Taken[] = []

  for (const [amountMinor, trick] of payments) {
    await reader.typed('remove', 'on the reader: nothing')
    if (trick !== null) await reader.typed(trick, `next: ${trick}`)
    const { paymentId } = await desk.charge('octopus', amountMinor)
    // He holds his card there, and again whenever he is asked to.
    const hasPaid = async (): Promise<void> => {
      await reader.typed(`put ${card}`, `on the reader: ${card}`)
      expect(await desk.payment(paymentId)).toMatchObject({ state: 'succeeded' })
    }
    await vi.waitFor(hasPaid, { timeout: limitMs, interval: 1_000 })
    const payment = await desk.payment(paymentId)
    expect(payment).toMatchObject({ beyondSale: false, octopus: { cardNumber: card } })
    const sale = await desk.till.sale()
    expect(sale).toMatchObject({ state: 'completed', paidMinor: amountMinor })
    const { reference } = payment
    recorded.push({
      reference: reference ?? '',
      cardNumber: card,
      tenCents: tenCentsOf(amountMinor),
    })
    await desk.till.get('sale.next', { saleId: payment.saleId })
  }

  expect(takenIn(file)).toEqual(recorded)
  await reader.typed('charged', 'charged HK$72.20')
})
