/** An Octopus reader at the till of a spec: another process, at the other end of a serial line. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { OctopusTrick } from '../../src-main/training/octopus/tricks.ts'
import { openPseudoLine, type PseudoLine } from '../harness/pseudoLine.ts'
import type { Shop } from './shop.ts'
import { test as atTill, expect } from './till.ts'

/** Two ends of a serial line are joined by it; on Windows there is none. */
export const hasSocat = spawnSync('socat', ['-V']).status === 0
// The list of the runner names what is skipped, and not why.
if (!hasSocat) console.log('Specs of the Octopus reader are skipped: there is no socat here')

/** What the customer of these specs carries; the reader's store is new with HK$58.80 on it. */
export const theirs = '88888888'
/** And somebody else beside him, with HK$1,000.00. */
export const anothers = '20260001'

export type OctopusReader = {
  readonly name: string
  /** The cable between the two. */
  readonly line: Pick<PseudoLine, 'cut' | 'mend'>
  /** An Octopus is held to it, until it is taken away. */
  put(cardNumber?: string): Promise<void>
  remove(): Promise<void>
  /** What the next deduct does; a number: the reader answers it, and does nothing. */
  trick(next: OctopusTrick | number): Promise<void>
  /** What that Octopus holds from now on, as `58.80`. */
  value(cardNumber: string, amount: string): Promise<void>
  /** What that Octopus holds, in the reader's own words: `HK$46.50`. */
  holds(cardNumber?: string): Promise<string>
  /** What it has taken from all cards since its store is there, in its own words. */
  charged(): Promise<string>
  /** Whatever it was asked to take, and what became of it. */
  requests(): readonly Request[]
  /** kill -9: in the middle of whatever it is at. */
  kill(): Promise<void>
  /** Switched on again, with the store that it had, and no card on it. */
  start(): Promise<void>
}

export type Request = {
  readonly reference: string
  readonly cardNumber: string
  readonly amountTenCents: number
  readonly state: string
}

/** A cashier with an open shift, and a reader on a line. @param settings of the till, beside that */
type Counter = (settings?: Readonly<Record<string, unknown>>) => Promise<OctopusReader>

export const test = atTill.extend<{ readonly openCounter: Counter }>({
  async openCounter({ shop }, use) {
    const ends: (() => Promise<void>)[] = []
    await use(async (settings = {}) => {
      const line = await openPseudoLine()
      ends.push(() => line.close())
      const folder = mkdtempSync(join(tmpdir(), 'harbour-till-octopus-'))
      ends.push(() => Promise.resolve(rmSync(folder, { recursive: true, force: true })))
      const octopus = createReader(line, join(folder, 'octopus.sqlite'))
      ends.push(() => octopus.kill())
      await octopus.start()
      const profile = { name: octopus.name, path: line.till }
      shop.settings({ language: 'en', 'octopus.reader': profile, ...settings })
      await shop.open()
      await shop.cashier.signIn()
      await shop.cashier.openShift()
      return octopus
    })
    for (const end of ends.toReversed()) await end()
  },
})

const root = join(import.meta.dirname, '../..')
/** A reader takes as long to start as a till does, on a machine that is at other things too. */
const startsWithinMs = 20_000

function createReader(line: PseudoLine, file: string): OctopusReader {
  let child: ChildProcess | null = null
  let said: readonly string[] = []
  let rest = ''
  const hear = (bytes: Buffer): void => {
    const lines = (rest + bytes.toString()).split('\n')
    rest = lines.pop() ?? ''
    said = [...said, ...lines]
  }
  const saying = (start: string): readonly string[] => said.filter((one) => one.startsWith(start))
  /** @returns what it says to that, which begins so */
  const type = async (typed: string, answers: string): Promise<string> => {
    const before = saying(answers).length
    child?.stdin?.write(`${typed}\n`)
    await expect.poll(() => saying(answers).length).toBeGreaterThan(before)
    return saying(answers).at(-1) ?? ''
  }
  return {
    name: 'Octopus by the door',
    line,
    async start() {
      said = []
      const args = ['--port', line.device, '--file', file]
      child = spawn(process.execPath, ['scripts/run.mjs', 'octopus', ...args], {
        cwd: root,
        stdio: ['pipe', 'pipe', 'inherit'],
      })
      child.stdout?.on('data', hear)
      await expect
        .poll(() => saying('ready on').length, { timeout: startsWithinMs })
        .toBeGreaterThan(0)
    },
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
    async put(cardNumber = theirs) {
      await type(`put ${cardNumber}`, `on the reader: ${cardNumber}`)
    },
    async remove() {
      await type('remove', 'on the reader: nothing')
    },
    async trick(next) {
      await type(typeof next === 'number' ? `code ${next}` : next, `next: ${next}`)
    },
    async value(cardNumber, amount) {
      await type(`value ${cardNumber} ${amount}`, `${cardNumber} HK$`)
    },
    async holds(cardNumber = theirs) {
      const card = await type('cards', `${cardNumber} `)
      return card.slice(cardNumber.length + 1)
    },
    async charged() {
      const charged = await type('charged', 'charged ')
      return charged.slice('charged '.length)
    },
    requests() {
      const store = new Database(file, { readonly: true })
      try {
        const all = store.prepare<[], Request>(
          'SELECT reference, cardNumber, amountTenCents, state FROM request ORDER BY rowid',
        )
        return all.all()
      } finally {
        store.close()
      }
    },
  }
}

type Row = {
  readonly kind: string
  readonly subject: string
  readonly atMs: number
  readonly body: string
}
type Body = {
  readonly why?: string
  readonly reference?: string
  readonly amountMinor?: number
  readonly told?: string
  readonly code?: number | null
}

/**
 * Of each payment in the order of their beginning what the journal on the disk has, the first row
 * first: why it moved, that the reader was told to charge a card (`asked`), and what it said
 * (`incomplete 100022`).
 */
export function stories({ profile }: Pick<Shop, 'profile'>): readonly (readonly string[])[] {
  const all = rowsOf(profile)
  const payments = all.filter(({ kind }) => kind === 'payment.created')
  return payments.map(({ subject }) =>
    all.flatMap(({ kind, subject: of, body }) =>
      of !== subject || kind === 'payment.created' ? [] : [wordOf(kind, JSON.parse(body) as Body)],
    ),
  )
}

const wordOf = (kind: string, { why = '', told = '', code }: Body): string => {
  if (kind === 'payment.moved') return why
  return kind === 'octopus.asked' ? 'asked' : [told, code ?? ''].join(' ').trim()
}

/** Whatever the reader keeps a request of was journaled by the till first, for that amount. */
export function expectJournaled({ profile }: Pick<Shop, 'profile'>, octopus: OctopusReader): void {
  const asked = rowsOf(profile)
    .filter(({ kind }) => kind === 'octopus.asked')
    .map(({ body }) => JSON.parse(body) as Body)
  for (const { reference, amountTenCents } of octopus.requests()) {
    expect(asked).toContainEqual(
      expect.objectContaining({ reference, amountMinor: amountTenCents * 10 }),
    )
  }
}

/** When the reader was told to charge a card, by the till's clock. */
export const askedAt = ({ profile }: Pick<Shop, 'profile'>): readonly number[] =>
  rowsOf(profile).flatMap(({ kind, atMs }) => (kind === 'octopus.asked' ? [atMs] : []))

function rowsOf(profile: string): readonly Row[] {
  const database = new Database(join(profile, 'training.sqlite'), { readonly: true })
  try {
    const rows = database.prepare<[], Row>(
      `SELECT kind, subject, atMs, body FROM journal
       WHERE kind IN ('payment.created', 'payment.moved', 'octopus.asked', 'octopus.answered')
       ORDER BY epoch, seq`,
    )
    return rows.all()
  } finally {
    database.close()
  }
}

export { expect }
