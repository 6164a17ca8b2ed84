/**
 * A card terminal as a channel: a payment is told to it once, and from then on the counter asks
 * what became of it, as it asks any other. What the terminal says is stored before it is thanked
 * for; whatever it does not say stays unknown.
 */
import type { PaymentId, RefundId } from '../../../../src-shared/ids.ts'
import type { MethodId } from '../../../../src-shared/methods.ts'
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
import { answerOf, cannotSay, notTakenReasons, unasked } from './endings.ts'
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
import { createGivingBack } from './givingBack.ts'
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
  readonly can: Dialect['can']
  readonly doing: Exchange['doing']
  /** For ever: what is under way ends without an answer, and nothing more is stored. */
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

export function createTerminalChannel(parts: TerminalChannelParts): TerminalChannel {
  const { id, name, dialect, clock, times, books } = parts
  const standings = new Map<string, Standing>()
  /** Of which nothing has left yet: whether the terminal is ready is asked first. */
  const notSentYet = new Set<string>()
  const listeners = new Set<(paymentId: string) => unknown>()
  /** One after the other: a line test comes before each sale, and between the two nobody else gets the line. */
  let turns: Promise<unknown> = Promise.resolve()
  let stopped = false
  /** What gave money back names no sale either. */
  const seen = (key: string): boolean => books.seen(key) || givingBack.gaveBack(key)

  const exchange = createExchange({
    link: parts.link,
    dialect,
    clock,
    times,
    memory: () => ({
      seen,
      hasUnknown: books.hasUnknown(clock.now() - mayAnswerForMs),
      clockToleranceMs: parts.clockToleranceMs,
    }),
    stray: (stray) => Promise.resolve().then(() => heardStray(stray)),
    changed: parts.changed,
    ...(parts.note ? { note: parts.note } : {}),
  })

  /** @param busy where something that moves money is under way, for as long as a customer takes */
  const inTurn = <A>(busy: A, work: () => Promise<A>): Promise<A> => {
    const mine = turns.then(() => (stopped || exchange.isBusy() ? busy : work()))
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

  /** What cannot be kept is not thanked for: it comes again, and is asked for meanwhile. */
  const isKept = (store: () => boolean): boolean => {
    // What ends after the till has nothing to be written to.
    if (stopped) return false
    try {
      return store()
    } catch (problem) {
      parts.note?.('in', `not stored: ${String(problem)}`)
      return false
    }
  }

  const isOver = ({ paymentId, amount }: ChannelPayment, ended: Ended): void => {
    const answer = answerOf(about(paymentId, amount.amountMinor), ended)
    stands(paymentId, { is: 'over', answer })
    const isStored = isKept(() => parts.store(paymentId, answer))
    if (ended.kind === 'settled') ended.thank(isStored)
    // What was stored was told to the screens as well.
    if (!isStored && !stopped) parts.changed()
  }

  /** Rejects never. @param taken called once the terminal has taken it, or it is over */
  const sell = async (payment: ChannelPayment, taken: () => void): Promise<void> => {
    const { paymentId, amount, reference } = payment
    try {
      const { amountMinor } = amount
      isOver(payment, await exchange.ask('sale', { amountMinor, reference }, taken))
    } catch (problem) {
      parts.note?.('in', `what became of a sale was lost: ${String(problem)}`)
      // Nobody says that it was refused.
      if (standings.get(paymentId)?.is === 'running') {
        stands(paymentId, { is: 'over', answer: cannotSay('terminalNoResult') })
      }
    } finally {
      taken()
    }
  }

  /** Also for whoever asks later: the answer to this very question may have come too late. */
  const notSent = ({ paymentId, amount }: ChannelPayment, reason: string): ChannelAnswer => {
    const answer = notBegun(about(paymentId, amount.amountMinor), reason)
    stands(paymentId, { is: 'over', answer })
    return { kind: 'notAccepted', reason }
  }

  const begin = async (payment: ChannelPayment): Promise<ChannelAnswer> => {
    const { paymentId, amount, reference } = payment
    const { amountMinor } = amount
    const tested = await exchange.ask('lineTest', { reference })
    if (tested.kind !== 'ready') {
      return notSent(
        payment,
        tested.kind === 'settled' ? 'terminalBusy' : notTakenReasons[tested.kind],
      )
    }
    if (stopped) return notSent(payment, notTakenReasons.notSent)
    if (!books.isToBeSent(paymentId)) return notSent(payment, 'terminalNotAsked')
    stands(paymentId, { is: 'running' })
    // Only what the terminal has taken is told to be there.
    const taken = Promise.withResolvers<void>()
    void sell(payment, taken.resolve)
    await taken.promise
    const now = standings.get(paymentId)
    return now?.is === 'over' ? now.answer : atWork(about(paymentId, amountMinor))
  }

  const known = (): Known => ({
    seen,
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
    if (stopped) throw new Error('stopped')
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

  const givingBack = createGivingBack({
    name,
    dialect,
    books,
    exchange,
    inTurn,
    store: (refundId, answer) => isKept(() => parts.storeRefund(refundId, answer)),
    note: (text) => parts.note?.('in', text),
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
    refund: givingBack.refund,
    queryRefund: givingBack.queryRefund,
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
    can: (verb) => dialect.can(verb),
    doing: () => exchange.doing(),
    stop() {
      stopped = true
      stopLink()
      exchange.stop()
    },
  }
}
