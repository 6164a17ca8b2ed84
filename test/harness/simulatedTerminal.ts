/** A simulated terminal on a line in memory, and the till's end of that line. */
import Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { openByteLink, type ByteLink } from '../../src-main/engine/devices/byteLink.ts'
import type { Dialect } from '../../src-main/engine/devices/card/dialect.ts'
import { hkTextDialect } from '../../src-main/engine/devices/card/hkText/dialect.ts'
import { hypercomDialect } from '../../src-main/engine/devices/card/hypercom/dialect.ts'
import { zvtDialect } from '../../src-main/engine/devices/card/zvt/dialect.ts'
import { openBooks } from '../../src-main/training/terminals/books.ts'
import { trainingCards } from '../../src-main/training/terminals/cards.ts'
import { hkTextTongue } from '../../src-main/training/terminals/hkTextTongue.ts'
import { hypercomTongue } from '../../src-main/training/terminals/hypercomTongue.ts'
import {
  createTerminal,
  type Terminal,
  type TerminalTongue,
} from '../../src-main/training/terminals/terminal.ts'
import { zvtTongue } from '../../src-main/training/terminals/zvtTongue.ts'
import { memoryLine, type MemoryLine } from './memoryLine.ts'
import { createVirtualClock, type VirtualClock } from './virtualClock.ts'

const house = {
  terminalId: '12345678',
  merchantId: '000000000012345',
  merchantName: 'TRAINING',
  voidCode: '26',
} as const

export type Protocol = {
  readonly name: string
  readonly dialect: () => Dialect
  readonly tongue: () => TerminalTongue
  /** In the form of the protocol; empty where it carries none. */
  readonly reference: string
}

export const protocols = {
  hypercom: {
    name: 'Hypercom',
    dialect: () => hypercomDialect({ form: 'base', voidCode: '26' }),
    tongue: () => hypercomTongue({ ...house, form: 'base' }),
    reference: '',
  },
  nets: {
    name: 'Hypercom with a NETS header',
    dialect: () => hypercomDialect({ form: 'nets', voidCode: '26' }),
    tongue: () => hypercomTongue({ ...house, form: 'nets' }),
    reference: '261121153000',
  },
  hkText: {
    name: 'Hong Kong text',
    dialect: () => hkTextDialect(() => 7),
    tongue: () => hkTextTongue(house),
    reference: '000001230042',
  },
  zvt: {
    name: 'ZVT',
    dialect: () => zvtDialect({ password: '123456', currency: 344 }),
    tongue: () => zvtTongue(house),
    reference: '',
  },
} as const satisfies Readonly<Record<string, Protocol>>

export type SimulatedTerminal = {
  readonly clock: VirtualClock
  readonly line: MemoryLine
  readonly link: ByteLink
  readonly terminal: Terminal
}

/** Bytes are 5 ms on their way. */
export async function simulatedTerminal({ tongue }: Protocol): Promise<SimulatedTerminal> {
  const clock = createVirtualClock(Date.UTC(2026, 10, 21, 7, 30))
  const line = memoryLine()
  const database = new Database(':memory:')
  onTestFinished(() => void database.close())
  const terminal = createTerminal({
    tongue: tongue(),
    line: {
      send: (bytes) => void clock.after(5, () => line.send(Buffer.from(bytes).toString('hex'))),
    },
    books: openBooks(database),
    clock,
    nextCard: () => {
      const [card] = trainingCards
      if (!card) throw new Error('no card')
      return card
    },
    approvalCode: () => '654321',
  })
  line.onWritten((hex) => {
    clock.after(5, () => terminal.hear(Uint8Array.from(Buffer.from(hex, 'hex'))))
  })
  const link = openByteLink({ path: 'memory', open: line.open, clock, log: () => undefined })
  await clock.pass(0)
  return { clock, line, link, terminal }
}
