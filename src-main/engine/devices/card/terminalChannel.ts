/**
 * A card terminal as a channel: a payment is told to it once, and from then on the counter asks
 * what became of it, as it asks any other. What the terminal says is stored before it is thanked
 * for; whatever it does not say stays unknown.
 */
import type { PaymentId, RefundId } from '../../../../src-shared/ids.ts'
import type { MethodId } from '../../../../src-shared/methods.ts'
import { hkd } from '../../../../src-shared/money.ts'
import type { Failure } from '../../../../src-shared/result.ts'
import type {
  Channel,
  ChannelAnswer,
  ChannelPayment,
  RefundAnswer,
} from '../../channels/channel.ts'
import type { Clock } from '../../parts.ts'
import type { ByteLink } from '../byteLink.ts'
import type { Asked, Dialect, Verb } from './dialect.ts'
import {
  createExchange,
  type Ended,
  type Exchange,
  type ExchangeTimes,
  type Stray,
} from './exchange.ts'
import {
  atWork,
  isAnswerTo,
  isItOf,
  notBegun,
  saysOf,
  type About,
  type Known,
  type TerminalRecord,
} from './evidence.ts'
import type { TerminalBooks } from './terminalBooks.ts'

export type TerminalChannelParts = {
  readonly id: string
  readonly name: string
  readonly methods: readonly MethodId[]
  readonly link: ByteLink
  readonly dialect: Dialect
  readonly clock: Clock
  readonly times: ExchangeTimes
  /** How far the terminal's clock may be off, in ms. */
  readonly clockToleranceMs: number
  /** What the journal knows of this terminal. */
  readonly books: TerminalBooks
  /** Why it takes no new payment now; null: it does. */
  readonly refusal: () => Failure | null
  /** Keeps what it said of a payment. @returns whether it is on the disk */
  readonly store: (paymentId: PaymentId, answer: ChannelAnswer) => boolean
  readonly storeRefund: (refundId: RefundId, answer: RefundAnswer) => boolean
  /** Keeps an answer that is of nothing that is open. Throws where it cannot. */
  readonly stray: (stray: Stray) => void
  /** What it is at, or what it shows, has changed. */
  readonly changed: () => void
  readonly note?: (way: 'in' | 'out', text: string) => void
}

export type TerminalChannel = Channel & {
  /** One question of the counter's own, when nothing else is under way. */
  ask(verb: Verb, asked: Asked): Promise<Ended>
  readonly doing: Exchange['doing']
  stop(): void
}

/** What is known of a payment since the start. */
type Standing = { readonly is: 'running' } | { readonly is: 'over'; readonly answer: ChannelAnswer }

/** Of how many payments what the terminal said is remembered; the journal has it for ever. */
const remembered = 200
/** For how long a terminal may still say what became of a payment that a person has decided about. */
const mayAnswerForMs = 15 * 60_000
/** A lost sale has a number soon after the last one that is known. */
const tracesAfterLast = 5

/** Why nothing was charged, as the till's own words: no terminal said so. */
const notTakenReasons = {
  notSent: 'terminalAway',
  notTaken: 'terminalRefused',
  busy: 'terminalBusy',
  noAnswer: 'terminalSilent',
} as const

/** Why nobody knows, as the till's own words. */
const lostReasons = {
  silent: 'terminalNoAck',
  tooLate: 'terminalNoResult',
  unplugged: 'terminalUnplugged',
} as const

/** It could not even be asked. */
const unasked = (ended: Exclude<Ended, { kind: 'settled' }>): ChannelAnswer =>
  ended.kind === 'notSent' || ended.kind === 'noAnswer'
    ? { kind: 'noAnswer', reason: 'terminalUnplugged' }
    : cannotSay('terminalAtOther')

/** It is there, and cannot say. */
const cannotSay = (reason: string) => ({ kind: 'noAnswer', reason, alive: true }) as const

export function createTerminalChannel(parts: TerminalChannelParts): TerminalChannel {
  const { id, name, dialect, clock, times, books } = parts
  const standings = new Map<string, Standing>()
  const refunds = new Map<string, RefundAnswer>()
  /** Of which nothing has left yet: whether the terminal is ready is asked first. */
  const notSentYet = new Set<string>()
  const listeners = new Set<(paymentId: string) => unknown>()
  /** One after the other: a line test comes before each sale, and between the two nobody else gets the line. */
  let turns: Promise<unknown> = Promise.resolve()

  const exchange = createExchange({
    link: parts.link,
    dialect,
    clock,
    times,
    memory: () => ({
      seen: books.seen,
      hasUnknown: books.hasUnknown(clock.now() - mayAnswerForMs),
      clockToleranceMs: parts.clockToleranceMs,
    }),
    stray: (stray) => Promise.resolve().then(() => heardStray(stray)),
    changed: parts.changed,
    ...(parts.note ? { note: parts.note } : {}),
  })

  /** @param busy where something that moves money is under way, for as long as a customer takes */
  const inTurn = <A>(busy: A, work: () => Promise<A>): Promise<A> => {
    const mine = turns.then(() => (exchange.isBusy() ? busy : work()))
    turns = mine.catch(() => undefined)
    return mine
  }

  const stands = (paymentId: string, standing: Standing): void => {
    standings.set(paymentId, standing)
    const [oldest] = standings.keys()
    if (standings.size > remembered && oldest !== undefined) standings.delete(oldest)
  }

  const about = (paymentId: string, amountMinor: number): About => ({
    merchant: name,
    paymentId,
    amountMinor,
  })

  /** What the end of a sale says of it. */
  const answerOf = (paymentId: string, amountMinor: number, ended: Ended): ChannelAnswer => {
    switch (ended.kind) {
      case 'settled': {
        const { final } = ended
        return final.outcome === 'unclear'
          ? cannotSay('terminalGaveUp')
          : saysOf(about(paymentId, amountMinor), final)
      }
      case 'notSent':
      case 'notTaken':
      case 'busy':
        // Nothing can have been charged: what was asked for was not taken.
        return notBegun(about(paymentId, amountMinor), notTakenReasons[ended.kind])
      case 'ready':
        return cannotSay('terminalNoResult')
      case 'noAnswer':
        return { kind: 'noAnswer', reason: lostReasons[ended.reason] }
    }
  }

  const isOver = ({ paymentId, amount }: ChannelPayment, ended: Ended): void => {
    const answer = answerOf(paymentId, amount.amountMinor, ended)
    stands(paymentId, { is: 'over', answer })
    const isStored = parts.store(paymentId, answer)
    // What could not be kept is not thanked for: it comes again, and is asked for meanwhile.
    if (ended.kind === 'settled') ended.thank(isStored)
    // What was stored was told to the screens as well.
    if (!isStored) parts.changed()
  }

  /** Also for whoever asks later: the answer to this very question may have come too late. */
  const notSent = ({ paymentId, amount }: ChannelPayment, reason: string): ChannelAnswer => {
    const answer = notBegun(about(paymentId, amount.amountMinor), reason)
    stands(paymentId, { is: 'over', answer })
    return { kind: 'notAccepted', reason }
  }

  const begin = async (payment: ChannelPayment): Promise<ChannelAnswer> => {
    const { paymentId, amount, reference } = payment
    const tested = await exchange.ask('lineTest', { reference })
    if (tested.kind !== 'ready') {
      return notSent(
        payment,
        tested.kind === 'settled' ? 'terminalBusy' : notTakenReasons[tested.kind],
      )
    }
    if (!books.isToBeSent(paymentId)) return notSent(payment, 'terminalNotAsked')
    stands(paymentId, { is: 'running' })
    const { amountMinor } = amount
    // Only what the terminal has taken is told to be there.
    const taken = Promise.withResolvers<void>()
    void exchange.ask('sale', { amountMinor, reference }, taken.resolve).then((ended) => {
      isOver(payment, ended)
      taken.resolve()
    })
    await taken.promise
    const now = standings.get(paymentId)
    return now?.is === 'over' ? now.answer : atWork(about(paymentId, amountMinor))
  }

  const known = (): Known => ({
    seen: books.seen,
    clockToleranceMs: parts.clockToleranceMs,
    answerWithinMs: times.answerWithinMs,
  })

  /** The one open payment that an answer can be of; null: there is none, or it may be of another one as well. */
  const onlyOneOf = (
    isOf: (record: TerminalRecord) => boolean,
  ): readonly [PaymentId, TerminalRecord] | null => {
    const open = books.open().filter(([one, record]) => !notSentYet.has(one) && isOf(record))
    const [one, ...others] = open
    return one && others.length === 0 ? one : null
  }

  /** Offered to the payments of which nobody knows the outcome; where it is of none of them, it is noted. */
  const heardStray = (stray: Stray): void => {
    const { final } = stray
    const one = onlyOneOf((record) => isAnswerTo(final, record, known()))
    // Of the one that is under way it would be the answer, and was not taken for it.
    if (!one || standings.get(one[0])?.is === 'running') {
      parts.stray(stray)
      return
    }
    const [paymentId, { amountMinor }] = one
    const answer = saysOf(about(paymentId, amountMinor), final)
    if (!parts.store(paymentId, answer)) throw new Error('not stored')
    stands(paymentId, { is: 'over', answer })
  }

  /** Asks the terminal for what it has stored. What it does not find proves nothing. */
  const recover = async (paymentId: PaymentId): Promise<ChannelAnswer> => {
    const record = books.record(paymentId)
    if (!record || !dialect.can('last')) return cannotSay('terminalCannotBeAsked')
    const last = books.lastTrace() ?? 0
    const traces = dialect.asksByTrace
      ? Array.from({ length: tracesAfterLast }, (_, place) => String(last + 1 + place))
      : [undefined]
    for (const trace of traces) {
      const { reference } = record
      const ended = await exchange.ask('last', {
        reference,
        ...(trace === undefined ? {} : { trace }),
      })
      if (ended.kind !== 'settled') return unasked(ended)
      const { final } = ended
      // It is thanked for what it has kept all along: asked again, it says it again.
      ended.thank(true)
      const [found] = onlyOneOf((one) => isItOf(final, one, known())) ?? []
      if (found !== paymentId) continue
      const answer = saysOf(about(paymentId, record.amountMinor), final)
      stands(paymentId, { is: 'over', answer })
      return answer
    }
    return cannotSay('terminalDoesNotKnow')
  }

  const query = async (paymentId: PaymentId): Promise<ChannelAnswer> => {
    const standing = standings.get(paymentId)
    if (standing?.is === 'running') {
      return atWork(about(paymentId, books.record(paymentId)?.amountMinor ?? 0))
    }
    if (standing && standing.answer.kind === 'state') return standing.answer
    if (!dialect.can('last')) return recover(paymentId)
    const busy = cannotSay('terminalAtOther')
    return inTurn<ChannelAnswer>(busy, () => recover(paymentId))
  }

  /** @returns null: it is done at the terminal itself, and recorded by hand from its slip */
  const wayBack = (paymentId: PaymentId, amountMinor: number) => {
    const record = books.record(paymentId)
    if (!record) return null
    const { reference, trace } = record
    const isWhole = record.amountMinor === amountMinor
    if (isWhole && trace !== null && dialect.can('void') && !books.isSettled(paymentId)) {
      return { verb: 'void', asked: { trace, reference } } as const
    }
    return dialect.can('refund')
      ? ({ verb: 'refund', asked: { amountMinor, reference } } as const)
      : null
  }

  const giveBack = async (
    refundId: RefundId,
    paymentId: PaymentId,
    amountMinor: number,
    { verb, asked }: NonNullable<ReturnType<typeof wayBack>>,
  ): Promise<void> => {
    const ended = await exchange.ask(verb, asked)
    const end = answerOf(paymentId, amountMinor, ended)
    const answer: RefundAnswer =
      end.kind === 'state'
        ? {
            kind: 'state',
            refundId,
            paymentId,
            state: end.state === 'succeeded' ? 'succeeded' : 'failed',
            amount: hkd(amountMinor),
            merchant: name,
            providerReference: end.providerReference,
            refusal: end.refusal,
          }
        : cannotSay('terminalNoResult')
    refunds.set(refundId, answer)
    const isStored = parts.storeRefund(refundId, answer)
    if (ended.kind === 'settled') ended.thank(isStored)
  }

  const refund: Channel['refund'] = ({ refundId, paymentId, amount }) =>
    inTurn<RefundAnswer>({ kind: 'notAccepted', reason: 'terminalBusy' }, () => {
      const way = wayBack(paymentId, amount.amountMinor)
      if (!way) return Promise.resolve(cannotSay('terminalItself'))
      const pending: RefundAnswer = {
        kind: 'state',
        refundId,
        paymentId,
        state: 'pending',
        amount,
        merchant: name,
        providerReference: null,
        refusal: null,
      }
      refunds.set(refundId, pending)
      void giveBack(refundId, paymentId, amount.amountMinor, way)
      return Promise.resolve(pending)
    })

  const stopLink = parts.link.onState(({ open: isThere }) => {
    parts.changed()
    if (!isThere) return
    // Plugged in again: it is asked at once for what nobody knows.
    for (const [paymentId] of books.open()) {
      if (notSentYet.has(paymentId)) continue
      for (const listener of listeners) listener(paymentId)
    }
  })

  return {
    id,
    merchant: name,
    device: {
      name,
      patienceMs: times.answerWithinMs,
      refusal: parts.refusal,
    },
    offer: (method) =>
      parts.methods.includes(method)
        ? { flows: ['cardTerminal'], ceilingMinor: null, instructions: [] }
        : null,
    fps: () => null,
    create(payment) {
      // Once: whatever is asked for again is what became of it.
      if (standings.has(payment.paymentId)) return query(payment.paymentId)
      const { paymentId } = payment
      const busy: ChannelAnswer = { kind: 'notAccepted', reason: 'terminalBusy' }
      notSentYet.add(paymentId)
      return inTurn<ChannelAnswer>(busy, () => begin(payment)).finally(() =>
        notSentYet.delete(paymentId),
      )
    },
    query,
    close(payment) {
      // Believed only when the terminal says so.
      if (standings.get(payment.paymentId)?.is === 'running') exchange.abort()
      return query(payment.paymentId)
    },
    reverse: (payment) => query(payment.paymentId),
    refund,
    queryRefund: (refundId) =>
      Promise.resolve(refunds.get(refundId) ?? cannotSay('terminalCannotBeAsked')),
    probe: () =>
      inTurn<'good' | 'noAnswer'>('good', async () =>
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
    ask: (verb, asked) => inTurn<Ended>({ kind: 'busy' }, () => exchange.ask(verb, asked)),
    doing: () => exchange.doing(),
    stop() {
      stopLink()
      exchange.stop()
    },
  }
}
