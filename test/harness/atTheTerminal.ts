/** The channel of a card terminal, a simulated one on its line, and a journal that is a map: it remembers what a follower stores. */
import { paymentIdSchema, refundIdSchema, uuidV7, type PaymentId } from '../../src-shared/ids.ts'
import { hkd } from '../../src-shared/money.ts'
import type { Dialect } from '../../src-main/engine/devices/card/dialect.ts'
import type { TerminalRecord } from '../../src-main/engine/devices/card/evidence.ts'
import type {
  ChannelAnswer,
  ChannelPayment,
  RefundAnswer,
} from '../../src-main/engine/channels/channel.ts'
import { usualTimes, type Stray } from '../../src-main/engine/devices/card/exchange.ts'
import { keyOf } from '../../src-main/engine/devices/card/settles.ts'
import { createTerminalChannel } from '../../src-main/engine/devices/card/terminalChannel.ts'
import { simulatedTerminal, type Protocol } from './simulatedTerminal.ts'

const second = 1_000

/** @param changed what the dialect does otherwise than its protocol */
export async function atTheTerminal(protocol: Protocol, changed: Partial<Dialect> = {}) {
  const simulated = await simulatedTerminal(protocol)
  const { clock, link } = simulated
  const records = new Map<PaymentId, TerminalRecord>()
  const seen = new Set<string>()
  const strays: Stray[] = []
  const state = {
    hasUnknown: false,
    lastTrace: null as number | null,
    diskIsFull: false,
    /** The store cannot even be asked. */
    isBroken: false,
  }
  /** What the till stored, as its follower does. */
  const stored: ChannelAnswer[] = []
  const storedRefunds: RefundAnswer[] = []
  const note = (paymentId: PaymentId, answer: ChannelAnswer): void => {
    const card = answer.kind === 'state' ? answer.card : null
    const key = card ? keyOf(card) : null
    const record = records.get(paymentId)
    if (record && card) {
      const { trace, receipt = null } = card
      records.set(paymentId, { ...record, trace, receipt })
    }
    if (key !== null) seen.add(key)
  }
  const begin = () =>
    createTerminalChannel({
      id: 'terminal-1',
      name: 'HARBOUR CAFE',
      methods: ['visa', 'mastercard'],
      link,
      dialect: { ...protocol.dialect(), ...changed },
      clock,
      times: usualTimes,
      clockToleranceMs: 120_000,
      books: {
        record: (paymentId) => records.get(paymentId as PaymentId),
        isToBeSent: () => true,
        seen: (key) => seen.has(key),
        lastTrace: () => state.lastTrace,
        open: () => [...records].filter(([, { trace }]) => trace === null),
        hasUnknown: () => state.hasUnknown,
        blockedBy: () => null,
        isSettled: () => false,
        sinceSettlement: () => [],
        lastSettlement: () => null,
      },
      refusal: () => null,
      store(paymentId, answer) {
        if (state.isBroken) throw new Error('the database connection is not open')
        if (state.diskIsFull) return false
        stored.push(answer)
        note(paymentId, answer)
        return true
      },
      storeRefund(_, answer) {
        if (state.isBroken) throw new Error('the database connection is not open')
        storedRefunds.push(answer)
        return true
      },
      stray: (stray) => void strays.push(stray),
      changed: () => undefined,
    })
  let channel = begin()
  let made = 0
  const payment = (amountMinor = 8_880): ChannelPayment => {
    made += 1
    const paymentId = paymentIdSchema.parse(uuidV7(clock.now(), new Uint8Array(10).fill(made)))
    const createdAtMs = clock.now()
    const { reference } = protocol
    records.set(paymentId, { amountMinor, reference, createdAtMs, trace: null, receipt: null })
    return {
      paymentId,
      method: 'visa',
      flow: 'cardTerminal',
      amount: hkd(amountMinor),
      reference,
      createdAtMs,
      shownAtMs: null,
      expiresAtMs: createdAtMs + 150_000,
      customerCode: null,
    }
  }
  /** Waits for what is answered, for as long as it takes. */
  const answered = async <A>(work: Promise<A>, forMs = 8 * second): Promise<A> => {
    const passed = clock.pass(forMs)
    const answer = await work
    await passed
    return answer
  }
  return {
    ...simulated,
    records,
    seen,
    strays,
    state,
    stored,
    storedRefunds,
    payment,
    answered,
    channel: () => channel,
    /** The till was killed, and is there again: it knows what is in its journal. */
    restart(): void {
      channel.stop()
      channel = begin()
    },
  }
}

let refundsMade = 0
/** The whole of it, or a part. */
export function backOf({ paymentId }: ChannelPayment, amountMinor = 8_880) {
  refundsMade += 1
  const refundId = refundIdSchema.parse(uuidV7(refundsMade, new Uint8Array(10).fill(9)))
  return { refundId, paymentId, amount: hkd(amountMinor), reason: 'Returned' }
}
