/**
 * What the engine is made of and cannot make itself: time, chance, disk and wires. The hosts
 * bring the real ones; a test brings its own and runs a day in a fraction of a second.
 */
import type { Database } from 'better-sqlite3'
import type {
  OctopusCard,
  OctopusDeed,
  TerminalDeed,
  TrainingChannelState,
  TrainingDeed,
  TrainingView,
} from '../../src-shared/contract/training.ts'
import type { PaymentId } from '../../src-shared/ids.ts'
import type { Failure, Result } from '../../src-shared/result.ts'
import type { TerminalProfile } from '../../src-shared/contract/devices.ts'
import type { ReaderProfile } from '../../src-shared/contract/octopus.ts'
import type { Channel } from './channels/channel.ts'
import type { Carrier } from './devices/byteLink.ts'
import type { Uplink } from './sync/uplink.ts'
import type { Learner } from './founding.ts'

export type Clock = {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls once after `delayMs`. @returns how to call it off */
  after(delayMs: number, call: () => void): () => void
}

export type Random = { bytes(count: number): Uint8Array }

/** A slow, salted and keyed hash, computed off the main thread. */
export type PasswordHash = {
  hash(secret: string): Promise<string>
  verify(secret: string, hash: string): Promise<boolean>
}

/** One source of settings, as text: the engine parses and merges. */
export type SettingsLayer =
  | { readonly source: SettingsSource; readonly state: 'absent' }
  | { readonly source: SettingsSource; readonly state: 'unreadable'; readonly reason: string }
  | { readonly source: SettingsSource; readonly state: 'read'; readonly text: string }

/** The lowest first: each overrides the ones before it. */
export const settingsSources = ['user', 'machine', 'policy'] as const
export type SettingsSource = (typeof settingsSources)[number]

export type SettingsFiles = {
  read(): readonly SettingsLayer[]
  /** Replaces the user's file whole, by way of a new file and a rename. */
  writeUser(text: string): Result<null>
}

export type Disk = {
  /** Free bytes where the database stands. */
  freeBytes(): number
  /** Gives up the ballast file, so that results in flight can still be stored. @returns whether there was one */
  giveUpBallast(): boolean
}

/** What a check of the whole file found. */
export type WholeCheck =
  | { readonly ok: true; readonly rows: number }
  | { readonly ok: false; readonly why: string }

/** One line of facts. Never a PIN, a code, a card number or personal data. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  event: string,
  facts?: Readonly<Record<string, string | number | boolean | null>>,
) => void

export type LineTo = {
  /** A serial port by its stable path, such as `/dev/serial/by-id/...` or `COM3`; or `tcp:HOST:PORT`. */
  readonly path: string
  /** Of serial ports only. */
  readonly baudRate: number
  readonly stopBits: 1 | 2
}

/** The lines to what stands on the counter. */
export type DeviceLines = {
  /** Card terminals that came with this till: used for as long as it has none of its own. */
  readonly builtIn: readonly TerminalProfile[]
  /** The Octopus reader that came with this till: used for as long as it has none of its own. */
  readonly builtInReader: ReaderProfile | null
  /** Training opens no line to a real terminal, and a till that takes real payments none to a simulated one. */
  mayOpen(path: string): boolean
  /** Rejects where it is not there. */
  open(line: LineTo): Promise<Carrier>
  /** Never rejects: what was found. */
  ports(): Promise<readonly { readonly path: string; readonly name: string }[]>
}

/** The other side of every wire, where it is simulated. */
export type TrainingParties = {
  /** @param wanted when the simulated customer pays as usual, in ms; null: only when told to */
  behave(wanted: { readonly usualPauseMs: number | null }): void
  /**
   * @param amountMinor null: what is asked for, or what is left of it
   * @returns false where no such payment can take money
   */
  customerPays(paymentId: PaymentId, amountMinor: number | null): boolean
  /** A code as a customer's phone would show it now. */
  customerCode(method: 'wechatPay' | 'alipay' | 'unionpayQr'): string
  /** What the next payment that is started will do; null: as usual. Used up by that payment. */
  prepare(next: TrainingDeed | null): void
  /** What the next payment at a simulated card terminal will do; null: it is approved. */
  prepareTerminal(next: TerminalDeed | null): void
  setPlugged(plugged: boolean): void
  /** What the next payment at the simulated Octopus reader will see; null: the customer taps. */
  prepareOctopus(next: OctopusDeed | null): void
  /** The customer holds this card to it, as long as he does; null: he takes it away. */
  holdOctopus(card: OctopusCard | null): void
  setOctopusPlugged(plugged: boolean): void
  setNetwork(on: boolean): void
  setChannel(id: string, state: TrainingChannelState): void
  /** Measured from this computer's clock. */
  setClock(aheadMs: number): void
  /** Begins the training anew. Returns at once: it happens after the answer has left. */
  reset(): void
  view(): NonNullable<TrainingView>
  /** Whoever can sign in, with the PINs that the sign-in screen shows. */
  readonly staff: readonly Learner[]
}

export type NotedEnrolment = {
  readonly channel: string
  readonly aggregatorCounterId: string
  readonly merchant: string
  /** Of the counter's own key. */
  readonly keyId: string
}

export type Parts = {
  readonly clock: Clock
  readonly random: Random
  /** Opened and checked by `journal/open.ts`. */
  readonly database: Database
  /** The primary first. */
  readonly channels: readonly Channel[]
  readonly devices: DeviceLines
  /** By which keys and for whom each channel is used; noted in the journal when it changes. */
  readonly enrolments: readonly NotedEnrolment[]
  /** Where the journal goes; null: nowhere yet. */
  readonly uplink: Uplink | null
  /** Names a scanned code without holding it: an HMAC-SHA-256 with a key of this counter, in hex. */
  readonly digestOf: (code: string) => string
  readonly passwordHash: PasswordHash
  readonly settings: SettingsFiles
  readonly disk: Disk
  /** Reads the whole file off the main thread. Rejects where that cannot be done. */
  readonly checkWhole: () => Promise<WholeCheck>
  readonly log: Log
  readonly environment: 'training' | 'live'
  readonly training: TrainingParties | null
  /** What the host has to say to people as long as it runs. */
  readonly hostAlarms: readonly Failure[]
  readonly version: string
  /** The revisions of events go on from here: not 0 where pages have seen those of an engine before. */
  readonly firstRevision: number
}

/** Why the till cannot start; shown full-screen in place of the till. */
export class StartRefused extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(`${failure.code} ${JSON.stringify(failure.facts)}`)
    this.failure = failure
  }
}
