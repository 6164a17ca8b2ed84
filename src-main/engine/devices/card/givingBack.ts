/** Money that goes back by a terminal: as a void of the whole payment where it can be named, else as a refund; told once, and from then on asked about. */
import type { PaymentId, RefundId } from '../../../../src-shared/ids.ts'
import type { Channel, ChannelRefund, RefundAnswer } from '../../channels/channel.ts'
import type { Asked, Dialect } from './dialect.ts'
import { answerOf, cannotSay } from './endings.ts'
import type { Ended, Exchange } from './exchange.ts'
import { keyOf } from './settles.ts'
import type { TerminalBooks } from './terminalBooks.ts'

export type GivingBack = Pick<Channel, 'refund' | 'queryRefund'> & {
  /** Whether a transaction of this name gave money back: then it is no sale, whatever its amount. */
  gaveBack(key: string): boolean
}

type Way = { readonly verb: 'void' | 'refund'; readonly asked: Asked }

/** Of how many transactions that gave money back it is remembered that they did. */
const remembered = 200

export function createGivingBack(parts: {
  readonly name: string
  readonly dialect: Dialect
  readonly books: TerminalBooks
  readonly exchange: Pick<Exchange, 'ask'>
  readonly inTurn: <A>(busy: A, work: () => Promise<A>) => Promise<A>
  /** @returns whether it is on the disk */
  readonly store: (refundId: RefundId, answer: RefundAnswer) => boolean
  readonly note: (text: string) => void
}): GivingBack {
  const { name, dialect, books, exchange } = parts
  const refunds = new Map<RefundId, RefundAnswer>()
  const keys = new Set<string>()

  /** @returns null: it is done at the terminal itself, and recorded by hand from its slip */
  const wayBack = (paymentId: PaymentId, amountMinor: number): Way | null => {
    const record = books.record(paymentId)
    if (!record) return null
    const { reference } = record
    const isWhole = record.amountMinor === amountMinor
    const mayVoid = isWhole && dialect.can('void') && !books.isSettled(paymentId)
    const named = mayVoid ? dialect.voidOf(record) : null
    if (named) return { verb: 'void', asked: { ...named, reference } }
    return dialect.can('refund') ? { verb: 'refund', asked: { amountMinor, reference } } : null
  }

  const keep = (key: string): void => {
    keys.add(key)
    const [oldest] = keys
    if (keys.size > remembered && oldest !== undefined) keys.delete(oldest)
  }

  const isOver = (refund: ChannelRefund, ended: Ended): void => {
    const { refundId, paymentId, amount } = refund
    const end = answerOf({ merchant: name, paymentId, amountMinor: amount.amountMinor }, ended)
    const answer: RefundAnswer =
      end.kind === 'state'
        ? {
            ...pendingOf(refund),
            state: end.state === 'succeeded' ? 'succeeded' : 'failed',
            providerReference: end.providerReference,
            refusal: end.refusal,
          }
        : cannotSay('terminalNoResult')
    refunds.set(refundId, answer)
    const key = ended.kind === 'settled' ? keyOf(ended.final.facts) : null
    if (key !== null) keep(key)
    const isStored = parts.store(refundId, answer)
    if (ended.kind === 'settled') ended.thank(isStored)
  }

  /** Rejects never. */
  const give = async (refund: ChannelRefund, { verb, asked }: Way): Promise<void> => {
    try {
      isOver(refund, await exchange.ask(verb, asked))
    } catch (problem) {
      parts.note(`what became of a ${verb} was lost: ${String(problem)}`)
      // Nobody says that it failed: whoever stands there reads the slip.
      refunds.set(refund.refundId, cannotSay('terminalNoResult'))
    }
  }

  const pendingOf = ({ refundId, paymentId, amount }: ChannelRefund) =>
    ({
      kind: 'state',
      refundId,
      paymentId,
      state: 'pending',
      amount,
      merchant: name,
      providerReference: null,
      refusal: null,
    }) as const

  return {
    gaveBack: (key) => keys.has(key),
    refund: (refund) =>
      parts.inTurn<RefundAnswer>({ kind: 'notAccepted', reason: 'terminalBusy' }, () => {
        const way = wayBack(refund.paymentId, refund.amount.amountMinor)
        if (!way) return Promise.resolve(cannotSay('terminalItself'))
        const pending = pendingOf(refund)
        refunds.set(refund.refundId, pending)
        void give(refund, way)
        return Promise.resolve(pending)
      }),
    queryRefund: (refundId) =>
      Promise.resolve(refunds.get(refundId) ?? cannotSay('terminalCannotBeAsked')),
  }
}
