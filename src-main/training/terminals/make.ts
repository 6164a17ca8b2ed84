/** A simulated card terminal of a protocol on a line: the same in training, in a process of its own and in tests. */
import type { Database } from 'better-sqlite3'
import type { TerminalProtocol } from '../../../src-shared/contract/devices.ts'
import type { TerminalDeed } from '../../../src-shared/contract/training.ts'
import type { Clock, Random } from '../../engine/parts.ts'
import { openBooks } from './books.ts'
import { trainingCards } from './cards.ts'
import { hkTextTongue } from './hkTextTongue.ts'
import { hypercomTongue } from './hypercomTongue.ts'
import {
  createTerminal,
  type Terminal,
  type TerminalLine,
  type TerminalTongue,
} from './terminal.ts'
import { zvtTongue } from './zvtTongue.ts'

const house = {
  terminalId: '12345678',
  merchantId: '000000000012345',
  merchantName: 'HARBOUR TRAINING',
  voidCode: '26',
} as const

function tongueOf(protocol: TerminalProtocol): TerminalTongue {
  switch (protocol) {
    case 'hypercom':
      return hypercomTongue({ ...house, form: 'base' })
    case 'nets':
      return hypercomTongue({ ...house, form: 'nets' })
    case 'hkText':
      return hkTextTongue(house)
    case 'zvt':
      return zvtTongue(house)
  }
}

export function makeTerminal(parts: {
  readonly protocol: TerminalProtocol
  readonly line: TerminalLine
  readonly database: Database
  readonly clock: Clock
  readonly random: Random
  /** What the next payment does; left out: as it was prepared. */
  readonly nextDeed?: () => TerminalDeed
  /** How long a customer takes, in ms. */
  readonly customerTakesMs?: number
  /** After how long a late answer comes, in ms. */
  readonly lateMs?: number
}): Terminal {
  const { protocol, line, database, clock, random } = parts
  let dealt = 0
  return createTerminal({
    tongue: tongueOf(protocol),
    line,
    books: openBooks(database),
    clock,
    nextCard() {
      const card = trainingCards[dealt % trainingCards.length]
      if (!card) throw new Error('no card')
      dealt += 1
      return card
    },
    approvalCode: () => Array.from(random.bytes(6), (byte) => String(byte % 10)).join(''),
    ...(parts.nextDeed ? { nextDeed: parts.nextDeed } : {}),
    ...(parts.customerTakesMs === undefined ? {} : { customerTakesMs: parts.customerTakesMs }),
    ...(parts.lateMs === undefined ? {} : { lateMs: parts.lateMs }),
  })
}
