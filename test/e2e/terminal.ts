/** A card terminal at the till of a spec: another process, at the other end of a serial line. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { TerminalProfile, TerminalProtocol } from '../../src-shared/contract/devices.ts'
import type { TerminalDeed } from '../../src-shared/contract/training.ts'
import { openPseudoLine, type PseudoLine } from '../harness/pseudoLine.ts'
import { terminalProfile } from '../harness/terminalProfile.ts'
import type { Cashier } from './cashier.ts'
import type { Shop } from './shop.ts'
import { test as atTill, expect } from './till.ts'

/** Two ends of a serial line are joined by it; on Windows there is none. */
export const hasSocat = spawnSync('socat', ['-V']).status === 0
// The list of the runner names what is skipped, and not why.
if (!hasSocat) console.log('Specs of card terminals are skipped: there is no socat here')

export type CardTerminal = {
  readonly name: string
  /** The cable between the two. */
  readonly line: Pick<PseudoLine, 'cut' | 'mend'>
  /** kill -9: in the middle of whatever it is at. */
  kill(): Promise<void>
  /** Switched on again, with the batch that it had. */
  start(): Promise<void>
  /** For how much it has charged cards and given nothing back, as it says itself: `HK$88.80`. */
  charged(): Promise<string>
  /** What it has printed: one slip for each card that it charged, the first one first. */
  slips(): readonly Slip[]
  /** How many payments it was asked for since it was started. */
  asked(): number
  /** It has heard of the payment, and is at it. */
  isAtIt(): Promise<void>
}

export type Slip = {
  readonly trace: number
  readonly amountMinor: number
  readonly approvalCode: string
}

type Setup = {
  /** What it does with the payments, the first one first; with those after them: it approves. */
  readonly deeds?: readonly TerminalDeed[]
  /** How long a customer takes. */
  readonly customerMs?: number
  /** How late an answer is that comes late. */
  readonly lateMs?: number
  readonly profile?: Partial<TerminalProfile>
}

/** A cashier with an open shift, and one terminal that speaks this protocol. */
type Counter = (protocol: TerminalProtocol, setup?: Setup) => Promise<CardTerminal>

export const test = atTill.extend<{ readonly openCounter: Counter }>({
  async openCounter({ shop }, use) {
    const ends: (() => Promise<void>)[] = []
    await use(async (protocol, setup = {}) => {
      const line = await openPseudoLine()
      ends.push(() => line.close())
      const folder = mkdtempSync(join(tmpdir(), 'harbour-till-terminal-'))
      ends.push(() => Promise.resolve(rmSync(folder, { recursive: true, force: true })))
      const terminal = createTerminal(protocol, line, join(folder, 'books.sqlite'), setup)
      ends.push(() => terminal.kill())
      await terminal.start()
      const profile = terminalProfile({
        name: terminal.name,
        protocol,
        path: line.till,
        // The least that a profile may have, so that nobody waits here.
        answerWithinMs: 10_000,
        ...setup.profile,
      })
      shop.settings({ language: 'en', 'card.terminals': [profile] })
      await shop.open()
      await shop.cashier.signIn()
      await shop.cashier.openShift()
      return terminal
    })
    for (const end of ends.toReversed()) await end()
  },
})

const root = join(import.meta.dirname, '../..')
/** A terminal takes as long to start as a till does, on a machine that is at other things too. */
const startsWithinMs = 20_000

function createTerminal(
  protocol: TerminalProtocol,
  line: PseudoLine,
  file: string,
  { deeds = [], customerMs = 500, lateMs = 20_000 }: Setup,
): CardTerminal {
  const spoken = protocol === 'hkText' ? 'hk-text' : protocol
  const how = { port: line.device, file, 'customer-ms': customerMs, 'late-ms': lateMs }
  const args = Object.entries({ protocol: spoken, ...how }).flatMap(([option, value]) => [
    `--${option}`,
    String(value),
  ])
  const left = [...deeds]
  let child: ChildProcess | null = null
  let said = ''
  const linesOf = (word: string): string[] =>
    said
      .split('\n')
      .flatMap((one) => (one.startsWith(`${word} `) ? [one.slice(word.length + 1)] : []))
  const asked = (): number => linesOf('payment:').length
  return {
    name: 'Front desk',
    line,
    asked,
    isAtIt: () => expect.poll(asked).toBe(1),
    async start() {
      said = ''
      const planned = left.length === 0 ? [] : ['--deeds', left.join(',')]
      child = spawn(process.execPath, ['scripts/run.mjs', 'terminal', ...args, ...planned], {
        cwd: root,
        stdio: ['pipe', 'pipe', 'inherit'],
      })
      child.stdout?.on('data', (bytes: Buffer) => {
        said += bytes.toString()
      })
      await expect.poll(() => linesOf('ready'), { timeout: startsWithinMs }).not.toEqual([])
    },
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      // What it has done already it does not do again.
      left.splice(0, asked())
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
    async charged() {
      const before = linesOf('charged').length
      child?.stdin?.write('charged\n')
      await expect.poll(() => linesOf('charged').length).toBeGreaterThan(before)
      return linesOf('charged').at(-1) ?? ''
    },
    slips() {
      const books = new Database(file, { readonly: true })
      try {
        const slips = books.prepare<[], Slip>(
          'SELECT trace, amountMinor, approvalCode FROM booked ORDER BY trace',
        )
        return slips.all()
      } finally {
        books.close()
      }
    },
  }
}

/** A new sale of this amount is to be paid by Visa. */
export async function chargeCard({ cashier }: Shop, amount: string): Promise<void> {
  await cashier.typeAmount(amount)
  await cashier.seesAmount(amount)
  await cashier.key('F2')
  await chargeAgain(cashier)
}

/** After a try in vain the tile stays chosen. */
export async function chargeAgain(cashier: Cashier): Promise<void> {
  await cashier.readyToTake('visa')
  await cashier.key('Enter')
}

/** Waits for as long as an answer that got lost, and the questions about it, may take. */
export const becomes = ({ page }: Shop, state: string): Promise<void> =>
  expect(page.getByTestId('payment-state').first()).toHaveAttribute('data-state', state, {
    timeout: 45_000,
  })

/** @returns the states that the screen shows of a payment from now on: some stand for less time than a look takes */
export async function noteStates({ page }: Shop): Promise<readonly string[]> {
  const shown: string[] = []
  await page.exposeFunction('noteState', (state: string) => {
    if (shown.at(-1) !== state) shown.push(state)
  })
  await page.evaluate(() => {
    const { noteState } = window as typeof window & { noteState: (state: string) => void }
    const look = (): void => {
      const shows = document.querySelector<HTMLElement>('[data-testid="payment-state"]')
      const state = shows?.dataset['state']
      if (state !== undefined) noteState(state)
    }
    const options = { subtree: true, childList: true, attributeFilter: ['data-state'] }
    new MutationObserver(look).observe(document.body, options)
  })
  return shown
}

type Row = { readonly kind: string; readonly subject: string; readonly body: Body }
type Body = {
  readonly why?: string
  readonly card?: { readonly number: string | null; readonly approvalCode: string | null }
  readonly [name: string]: unknown
}

/** The rows of one kind in the till's journal, as they stand on the disk. */
export function journaled({ profile }: Shop, kind: string): readonly Row[] {
  const database = new Database(join(profile, 'training.sqlite'), { readonly: true })
  try {
    const rows = database.prepare<[string], Omit<Row, 'body'> & { readonly body: string }>(
      'SELECT kind, subject, body FROM journal WHERE kind = ? ORDER BY epoch, seq',
    )
    return rows.all(kind).map((row) => ({ ...row, body: JSON.parse(row.body) as Body }))
  } finally {
    database.close()
  }
}

/** Of each payment in the order of their beginning, why it moved. */
export function moves(shop: Shop): readonly (readonly string[])[] {
  const moved = journaled(shop, 'payment.moved')
  return journaled(shop, 'payment.created').map(({ subject }) =>
    moved.filter((row) => row.subject === subject).map(({ body }) => body.why ?? ''),
  )
}

export { expect }
