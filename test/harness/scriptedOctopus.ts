/** The till's driver of an Octopus reader, and an other end that says what a test wants it to. */
import { openByteLink } from '../../src-main/engine/devices/byteLink.ts'
import type { CallName } from '../../src-main/engine/devices/octopus/messages.ts'
import {
  createOctopusReader,
  type OctopusReader,
} from '../../src-main/engine/devices/octopus/reader.ts'
import { createUnframer } from '../../src-main/training/octopus/framing.ts'
import type { Asked, Said } from '../../src-main/training/octopus/talk.ts'
import { readAsked, writeSaid } from '../../src-main/training/octopus/wire.ts'
import { bytesOfHex, hexOf } from './cardBytes.ts'
import { memoryLine } from './memoryLine.ts'
import { seededRandom } from './seeded.ts'
import { createVirtualClock } from './virtualClock.ts'

export const usualOpened: Extract<Said, { say: 'init' }> = {
  say: 'init',
  major: 1,
  minor: 0,
  environment: 'training',
  session: 0,
  storeId: '5a17c0de00c0ffee',
  deviceId: 301,
  locationId: 7,
  timeS: 1_795_246_200,
  skills: { addValue: true, display: true, exchangeFile: true, housekeeping: true },
  firmware: '',
  library: '',
}

type Refusal = Extract<Said, { say: 'error' }>
export const refusal = (
  request: number,
  code: number,
  more: Partial<Pick<Refusal, 'reference' | 'stands'>> = {},
): Said => ({ say: 'error', request, code, reference: '', stands: 'notDone', text: '', ...more })

export async function scriptedOctopus(
  options: { readonly environment?: 'training' | 'live'; readonly addsValue?: boolean } = {},
) {
  const clock = createVirtualClock(Date.UTC(2026, 10, 21, 7, 30))
  const line = memoryLine()
  const unframer = createUnframer()
  const notes: string[] = []
  /** Each request that came, with its sequence and when. */
  const heard: { readonly asked: Asked; readonly sequence: number; readonly atMs: number }[] = []
  /** What is said to what; null: nothing. An `init` that nobody has scripted is answered as usual. */
  let script: (asked: Asked, times: number) => Said | null = () => null

  const send = (sequence: number, said: Said): void => line.send(hexOf(writeSaid(sequence, said)))
  line.onWritten((hex) => {
    for (const frame of unframer.hear(bytesOfHex(hex))) {
      const asked = readAsked(frame)
      if (asked === null || asked === 'unknown') throw new Error(`the till wrote ${hex}`)
      const { sequence } = frame
      heard.push({ asked, sequence, atMs: clock.now() })
      const times = heard.filter((one) => one.asked.call === asked.call).length
      const said =
        script(asked, times) ??
        (asked.call === 'init' ? { ...usualOpened, session: asked.session } : null)
      if (said) clock.after(10, () => send(sequence, said))
    }
  })
  const link = openByteLink({ path: 'memory', open: line.open, clock, log: () => undefined })
  const reader = createOctopusReader({
    link,
    clock,
    random: seededRandom('scripted'),
    environment: options.environment ?? 'training',
    counter: 'Counter 1',
    addsValue: options.addsValue ?? true,
    note: (way, text) => notes.push(`${way} ${text}`),
  })
  await clock.pass(0)

  return {
    clock,
    line,
    reader,
    notes,
    heard,
    send,
    /** Of which call each request was, since it was looked at last. */
    calls: (): string[] => heard.splice(0).map(({ asked }) => asked.call),
    answers(next: (asked: Asked, times: number) => Said | null): void {
      script = next
    },
    /** What a call has come to after so long; `pending` where it has not. */
    async after<T>(call: Promise<T>, ms: number): Promise<T | 'pending'> {
      const ended: T[] = []
      void call.then((one) => void ended.push(one))
      await clock.pass(ms)
      const [one] = ended
      return one ?? 'pending'
    },
  }
}

/** A payment of HK$12.30. */
export const usualMove = {
  reference: 'R0000042',
  cardNumber: '88888888',
  amountTenCents: 123,
  storeId: usualOpened.storeId,
} as const

export const usualTaken: Extract<Said, { say: 'deduct' | 'addValue' }> = {
  say: 'deduct',
  reference: usualMove.reference,
  cardNumber: usualMove.cardNumber,
  amountTenCents: usualMove.amountTenCents,
  valueTenCents: 465,
  deviceId: 301,
  timeS: usualOpened.timeS,
}

/** Each call, as a till makes it. */
export const octopusAsks: Readonly<
  Record<CallName, (reader: OctopusReader) => Promise<{ readonly kind: string }>>
> = {
  init: (reader) => reader.init(),
  timeVer: (reader) => reader.timeVer(),
  poll: (reader) => reader.poll({ timeoutMs: 3_000 }),
  deduct: (reader) => reader.deduct(usualMove),
  outcome: (reader) => reader.outcome({ ...usualMove, call: 'deduct' }),
  addValue: (reader) => reader.addValue(usualMove),
  display: (reader) =>
    reader.display({
      show: 'nothing',
      tenCents: 0,
      lights: { green: false, amber: false, red: false },
      sound: 'none',
    }),
  exchangeFile: (reader) => reader.exchangeFile({ again: null }),
  housekeeping: (reader) => reader.housekeeping(),
  close: (reader) => reader.close(),
}
export const octopusCalls = Object.keys(octopusAsks) as readonly CallName[]
