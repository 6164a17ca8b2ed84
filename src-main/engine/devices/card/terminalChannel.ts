/**
 * A card terminal as a channel: a payment is told to it once, and from then on the counter asks
 * what became of it, as it asks any other. What the terminal says is stored before it is thanked
 * for; whatever it does not say stays unknown.
 */
import type { PaymentId, RefundId } from '../../../../src-shared/ids.ts'
import type { MethodId } from '../../../../src-shared/methods.ts'
import { hkd } from '../../../../src-shared/money.ts'
import type {
  Channel,
  ChannelAnswer,
  ChannelPayment,
  RefundAnswer,
} from '../../channels/channel.ts'
import type { Clock } from '../../parts.ts'
import type { ByteLink } from '../byteLink.ts'
import type { Dialect } from './dialect.ts'
import { createExchange, type Ended, type ExchangeTimes, type Stray } from './exchange.ts'
import type { TransactionFacts } from './reply.ts'
import { keyOf, timeNear, type Final } from './settles.ts'

/** What the journal knows of a payment by this terminal. */
export type TerminalRecord = {
  readonly amountMinor: number
  readonly reference: string
  readonly createdAtMs: number
  /** The terminal's number of it, its batch and itself, where it was approved. */
  readonly facts: TransactionFacts | null
}

export type TerminalChannelParts = {
  readonly id: string
  readonly merchant: string
  readonly methods: readonly MethodId[]
  readonly link: ByteLink
  readonly dialect: Dialect
  readonly clock: Clock
  readonly times: ExchangeTimes
  /** How far the terminal's clock may be off, in ms. */
  readonly clockToleranceMs: number
  readonly record: (paymentId: string) => TerminalRecord | undefined
  /** Whether a transaction of this name was ever stored. */
  readonly seen: (key: string) => boolean
  /** The highest number of a transaction that was ever stored; null: none. */
  readonly lastTrace: () => number | null
  /** A payment of this port of which nobody knows the outcome. */
  readonly hasUnknown: () => boolean
  readonly stray: (stray: Stray) => Promise<void>
}

export type TerminalChannel = Channel & {
  /** What the terminal told of this payment, for the receipt and the reports. */
  facts(paymentId: string): TransactionFacts | null
  stop(): void
}

/** What is known of a payment since the start. */
type Standing =
  | { readonly is: 'running' }
  | { readonly is: 'over'; readonly answer: ChannelAnswer; readonly facts: TransactionFacts | null }

/** Of how many payments what the terminal said is remembered; the journal has it for ever. */
const remembered = 200
/** A lost sale has a number soon after the last one that is known. */
const tracesAfterLast = 5

export function createTerminalChannel(parts: TerminalChannelParts): TerminalChannel {
  const { id, merchant, dialect, clock, times } = parts
  const standings = new Map<string, Standing>()
  const refunds = new Map<string, RefundAnswer>()
  const listeners = new Set<(paymentId: string) => unknown>()
  /** A line test comes before each sale: between the two nobody else gets the line. */
  let isTaken = false

  const exchange = createExchange({
    link: parts.link,
    dialect,
    clock,
    times,
    memory: () => ({
      seen: parts.seen,
      hasUnknown: parts.hasUnknown(),
      clockToleranceMs: parts.clockToleranceMs,
    }),
    stray: parts.stray,
  })

  const isBusy = (): boolean => isTaken || exchange.isBusy()

  /** One after the other: whoever comes meanwhile is told so. */
  const alone = async <A>(busy: A, work: () => Promise<A>): Promise<A> => {
    if (isBusy()) return busy
    isTaken = true
    try {
      return await work()
    } finally {
      isTaken = false
    }
  }

  const stands = (paymentId: string, standing: Standing): void => {
    standings.set(paymentId, standing)
    const [oldest] = standings.keys()
    if (standings.size > remembered && oldest !== undefined) standings.delete(oldest)
  }

  const says = (
    paymentId: string,
    amountMinor: number,
    state: 'processing' | 'succeeded' | 'failed',
    final: Final | null,
  ): ChannelAnswer => ({
    kind: 'state',
    paymentId,
    state,
    amount: hkd(final?.facts.amountMinor ?? amountMinor),
    merchant,
    providerReference: final?.facts.approvalCode ?? final?.facts.retrievalReference ?? null,
    creditedMinor: state === 'succeeded' ? (final?.facts.amountMinor ?? amountMinor) : 0,
    credits: [],
    code: null,
    wallet: final?.facts.wallet ?? null,
    refusal: state === 'failed' ? (final?.text ?? final?.code ?? null) : null,
  })

  /** What the end of a sale says of it. */
  const answerOf = (paymentId: string, amountMinor: number, ended: Ended): ChannelAnswer => {
    switch (ended.kind) {
      case 'settled': {
        const { final } = ended
        if (final.outcome === 'unclear') {
          return { kind: 'noAnswer', reason: `the terminal gave up: ${final.code}` }
        }
        const state = final.outcome === 'approved' ? 'succeeded' : 'failed'
        return says(paymentId, amountMinor, state, final)
      }
      case 'notSent':
      case 'notTaken':
      case 'busy':
        // Nothing can have been charged: what was asked for was not taken.
        return says(paymentId, amountMinor, 'failed', null)
      case 'ready':
        return { kind: 'noAnswer', reason: 'another answer' }
      case 'noAnswer':
        return { kind: 'noAnswer', reason: `terminal: ${ended.reason}` }
    }
  }

  const isOver = async (payment: ChannelPayment, ended: Ended): Promise<void> => {
    const { paymentId } = payment
    const answer = answerOf(paymentId, payment.amount.amountMinor, ended)
    const facts = ended.kind === 'settled' ? ended.final.facts : null
    stands(paymentId, { is: 'over', answer, facts })
    // Whoever listens asks, and stores what is answered; only then is the terminal thanked.
    await Promise.all(Array.from(listeners, (listener) => listener(paymentId)))
    if (ended.kind === 'settled') ended.thank()
  }

  const begin = async (payment: ChannelPayment): Promise<ChannelAnswer> => {
    const { paymentId, amount, reference } = payment
    const tested = await exchange.ask('lineTest', { reference })
    if (tested.kind !== 'ready') {
      const reason = tested.kind === 'noAnswer' ? `terminal: ${tested.reason}` : tested.kind
      return { kind: 'notAccepted', reason }
    }
    stands(paymentId, { is: 'running' })
    const { amountMinor } = amount
    void exchange.ask('sale', { amountMinor, reference }).then((ended) => isOver(payment, ended))
    return says(paymentId, amountMinor, 'processing', null)
  }

  /** Whether this stored transaction can be none but that payment. */
  const isItOf = ({ facts, outcome }: Final, record: TerminalRecord): boolean => {
    const key = keyOf(facts)
    const atMs = facts.time && timeNear(facts.time, record.createdAtMs)
    const inTime =
      atMs === null ||
      (atMs >= record.createdAtMs - parts.clockToleranceMs &&
        atMs <= record.createdAtMs + times.answerWithinMs * 2 + parts.clockToleranceMs)
    return (
      outcome === 'approved' &&
      facts.amountMinor === record.amountMinor &&
      key !== null &&
      !parts.seen(key) &&
      inTime
    )
  }

  /** Asks the terminal for what it has stored. What it does not find proves nothing. */
  const recover = async (paymentId: string): Promise<ChannelAnswer> => {
    const record = parts.record(paymentId)
    const unknown = { kind: 'noAnswer', reason: 'the terminal cannot be asked for it' } as const
    if (!record || !dialect.can('last')) return unknown
    const last = parts.lastTrace()
    const traces = dialect.asksByTrace
      ? Array.from({ length: tracesAfterLast }, (_, place) => String((last ?? 0) + 1 + place))
      : [undefined]
    for (const trace of traces) {
      const { reference } = record
      const ended = await exchange.ask('last', {
        reference,
        ...(trace === undefined ? {} : { trace }),
      })
      if (ended.kind !== 'settled') return { kind: 'noAnswer', reason: `terminal: ${ended.kind}` }
      if (!isItOf(ended.final, record)) {
        ended.thank()
        continue
      }
      const answer = says(paymentId, record.amountMinor, 'succeeded', ended.final)
      stands(paymentId, { is: 'over', answer, facts: ended.final.facts })
      ended.thank()
      return answer
    }
    return { kind: 'noAnswer', reason: 'the terminal does not know of it' }
  }

  const busyAnswer = { kind: 'noAnswer', reason: 'the terminal is at something else' } as const

  const query = async (paymentId: PaymentId): Promise<ChannelAnswer> => {
    const standing = standings.get(paymentId)
    if (standing?.is === 'running') {
      return says(paymentId, parts.record(paymentId)?.amountMinor ?? 0, 'processing', null)
    }
    if (standing && standing.answer.kind === 'state') return standing.answer
    return alone<ChannelAnswer>(busyAnswer, () => recover(paymentId))
  }

  const giveBack = async (
    refundId: RefundId,
    paymentId: PaymentId,
    amountMinor: number,
  ): Promise<RefundAnswer> => {
    const record = parts.record(paymentId)
    const trace = record?.facts?.trace ?? null
    const isWhole = record?.amountMinor === amountMinor
    const verb = isWhole && trace !== null && dialect.can('void') ? 'void' : 'refund'
    if (!dialect.can(verb)) return { kind: 'notAccepted', reason: 'by the terminal itself only' }
    const asked = verb === 'void' ? { trace: trace ?? '' } : { amountMinor }
    const ended = await exchange.ask(verb, { ...asked, reference: record?.reference ?? '' })
    if (ended.kind === 'settled') ended.thank()
    const end = answerOf(paymentId, amountMinor, ended)
    if (end.kind !== 'state') return { kind: 'noAnswer', reason: 'terminal: no answer' }
    const answer: RefundAnswer = {
      kind: 'state',
      refundId,
      paymentId,
      state: end.state === 'succeeded' ? 'succeeded' : 'failed',
      amount: hkd(amountMinor),
      merchant,
      providerReference: end.providerReference,
      refusal: end.refusal,
    }
    refunds.set(refundId, answer)
    return answer
  }

  return {
    id,
    merchant,
    offer: (method) =>
      parts.methods.includes(method)
        ? { flows: ['cardTerminal'], ceilingMinor: null, instructions: [] }
        : null,
    fps: () => null,
    async create(payment) {
      const standing = standings.get(payment.paymentId)
      // Once: whatever is asked for again is what became of it.
      if (standing) return query(payment.paymentId)
      const busy: ChannelAnswer = {
        kind: 'notAccepted',
        reason: 'the terminal is at something else',
      }
      return alone<ChannelAnswer>(busy, () => begin(payment))
    },
    query,
    async close(payment) {
      const standing = standings.get(payment.paymentId)
      // Believed only when the terminal says so.
      if (standing?.is === 'running') exchange.abort()
      return query(payment.paymentId)
    },
    reverse: (payment) => query(payment.paymentId),
    refund: ({ refundId, paymentId, amount }) =>
      alone<RefundAnswer>(
        { kind: 'notAccepted', reason: 'the terminal is at something else' },
        () => giveBack(refundId, paymentId, amount.amountMinor),
      ),
    queryRefund: (refundId) =>
      Promise.resolve(
        refunds.get(refundId) ?? {
          kind: 'noAnswer',
          reason: 'the terminal cannot be asked for it',
        },
      ),
    probe: () =>
      alone<'good' | 'noAnswer'>('good', async () =>
        (await exchange.ask('lineTest', {})).kind === 'ready' ? 'good' : 'noAnswer',
      ),
    notice: () => null,
    aheadMs: () => 0,
    seal: () => Promise.resolve(null),
    onHint(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onOffer: () => () => undefined,
    facts(paymentId) {
      const standing = standings.get(paymentId)
      return standing?.is === 'over' ? standing.facts : null
    },
    stop: () => exchange.stop(),
  }
}
