import { describe, expect, test } from 'vitest'
import { paymentStates, type PaymentState } from '../../src-shared/contract/sale.ts'
import {
  isTerminal,
  liveStates,
  paymentEvents,
  transition,
  type PaymentEvent,
} from '../../src-main/engine/payment/transition.ts'

type Row = {
  /** The row of "States of a payment" in the specification. */
  readonly spec: string
  readonly from: readonly PaymentState[]
  readonly events: readonly PaymentEvent[]
  readonly to: PaymentState
}

/** Sent and not ended: what "any live state" can be told from outside. */
const sent = ['submitting', 'awaitingPayer', 'processing', 'closing', 'unknown'] as const
const ended = ['succeeded', 'failed', 'closed', 'reversed'] as const

/** The table of the specification, row by row, with the events that stand for its reasons. */
const table: readonly Row[] = [
  {
    spec: 'created -> submitting: the row and its id are on disk, nothing has left yet',
    from: ['created'],
    events: ['submit'],
    to: 'submitting',
  },
  {
    spec: 'created -> closed: refused here, or found after a restart',
    from: ['created'],
    events: ['refusedHere', 'neverSent'],
    to: 'closed',
  },
  {
    spec: 'created -> succeeded: cash, in one append',
    from: ['created'],
    events: ['counted'],
    to: 'succeeded',
  },
  {
    spec: 'submitting -> awaitingPayer: a code is ready to show',
    from: ['submitting'],
    events: ['codeShown', 'instructed'],
    to: 'awaitingPayer',
  },
  {
    spec: 'submitting -> processing: the payer must confirm; the terminal has taken over',
    from: ['submitting'],
    events: ['payerConfirming'],
    to: 'processing',
  },
  {
    spec: 'submitting -> closing: cancelled before anything was shown',
    from: ['submitting'],
    events: ['cancelled'],
    to: 'closing',
  },
  {
    spec: 'submitting, awaitingPayer, processing, closing -> unknown: timeout, lost link, restart',
    from: ['submitting', 'awaitingPayer', 'processing', 'closing'],
    events: ['noAnswer', 'restarted'],
    to: 'unknown',
  },
  {
    spec: 'awaitingPayer -> processing: the payer opens the confirmation',
    from: ['awaitingPayer'],
    events: ['payerConfirming'],
    to: 'processing',
  },
  {
    spec: 'processing -> awaitingPayer: the payer leaves the confirmation',
    from: ['processing'],
    events: ['payerBack'],
    to: 'awaitingPayer',
  },
  {
    spec: 'awaitingPayer, processing, unknown -> closing: expiry, cancel by the cashier, deadline',
    from: ['awaitingPayer', 'processing', 'unknown'],
    events: ['cancelled', 'expired'],
    to: 'closing',
  },
  {
    spec: 'closing -> processing: the terminal refuses the cancel',
    from: ['closing'],
    events: ['stillTaking'],
    to: 'processing',
  },
  {
    spec: 'submitting, awaitingPayer, processing, closing, unknown -> succeeded: the evidence',
    from: sent,
    events: ['paid'],
    to: 'succeeded',
  },
  {
    spec: 'the same -> failed: a definite refusal',
    from: sent,
    events: ['refused'],
    to: 'failed',
  },
  {
    spec: 'closing, unknown -> closed: nothing was paid',
    from: ['closing', 'unknown'],
    events: ['closed'],
    to: 'closed',
  },
  {
    spec: 'closing, unknown -> reversed: it was paid and given back',
    from: ['closing', 'unknown'],
    events: ['reversed'],
    to: 'reversed',
  },
  {
    spec: 'unknown -> awaitingPayer: the answer to asking says so',
    from: ['unknown'],
    events: ['stillOpen'],
    to: 'awaitingPayer',
  },
  {
    spec: 'unknown -> processing: the answer to asking says so',
    from: ['unknown'],
    events: ['stillProcessing'],
    to: 'processing',
  },
  {
    spec: 'unknown -> closing: the answer to asking says so',
    from: ['unknown'],
    events: ['beingClosed'],
    to: 'closing',
  },
  {
    spec: 'any live state -> conflicted: first evidence whose amount, currency or merchant differs',
    // Of a payment that is only `created` nothing has left, so there can be no evidence.
    from: sent,
    events: ['differs'],
    to: 'conflicted',
  },
  {
    spec: 'conflicted -> succeeded: keep, with the amount really taken',
    from: ['conflicted'],
    events: ['kept'],
    to: 'succeeded',
  },
  {
    spec: 'conflicted -> reversed: given back',
    from: ['conflicted'],
    events: ['givenBack'],
    to: 'reversed',
  },
  {
    spec: 'conflicted -> failed: not ours',
    from: ['conflicted'],
    events: ['notOurs'],
    to: 'failed',
  },
  {
    spec: '"How unknown ends": confirmed by hand, with approval code, reason and PIN',
    // An account without references: a supervisor matches what came to it by hand.
    from: ['unknown', 'awaitingPayer'],
    events: ['confirmedPaidByHand'],
    to: 'succeeded',
  },
  {
    spec: '"How unknown ends": closed, confirmed not paid by hand',
    from: ['unknown'],
    events: ['confirmedNotPaidByHand'],
    to: 'closed',
  },
  {
    spec: '"How unknown ends": at once as closed when the code was never shown to anybody',
    from: ['unknown', 'closing'],
    events: ['neverShown'],
    to: 'closed',
  },
  {
    spec: '"A code made here cannot be withdrawn": with override closed, may still be paid',
    from: ['unknown', 'closing'],
    events: ['endedUnasked'],
    to: 'closed',
  },
  {
    spec: 'transfers: a supervisor accepts a shortfall as bank charges',
    from: ['awaitingPayer', 'unknown'],
    events: ['shortfallAccepted'],
    to: 'succeeded',
  },
]

const allStates: readonly PaymentState[] = ['created', ...sent, 'conflicted', ...ended]

/** What the specification says of this pair: its row, or that nothing moves. */
function expected(state: PaymentState, event: PaymentEvent) {
  const rows = table.filter(({ from, events }) => from.includes(state) && events.includes(event))
  expect(rows.length, `${state} x ${event}`).toBeLessThanOrEqual(1)
  const [row] = rows
  if (row) return { kind: 'moved', to: row.to }
  // "Money that shows up after or beyond a terminal state opens a discrepancy."
  const money = event === 'paid' || event === 'differs'
  const withoutMoney = state === 'failed' || state === 'closed' || state === 'reversed'
  return money && withoutMoney ? { kind: 'discrepancy' } : { kind: 'refused' }
}

const pairs = allStates.flatMap((state) => paymentEvents.map((event) => ({ state, event })))

describe('every pair of state and event does what the specification says', () => {
  test('the table here knows every state and every event of the program', () => {
    expect(new Set(allStates)).toEqual(new Set(paymentStates))
    expect(new Set(table.flatMap(({ events }) => events))).toEqual(new Set(paymentEvents))
    expect(pairs).toHaveLength(paymentStates.length * paymentEvents.length)
  })

  test.for(table)('$spec', ({ from, events, to }) => {
    for (const state of from) {
      for (const event of events) {
        expect(transition(state, event), `${state} x ${event}`).toEqual({ kind: 'moved', to })
      }
    }
  })

  test('and no other pair moves anything', () => {
    const seen = pairs.map(({ state, event }) => ({ state, event, is: transition(state, event) }))
    const specified = pairs.map((pair) => ({ ...pair, is: expected(pair.state, pair.event) }))
    expect(seen).toEqual(specified)
  })
})

describe('a payment that has ended stays where it is', () => {
  test.for(ended)('%s never moves again', (state) => {
    expect(isTerminal(state)).toBe(true)
    const moved = paymentEvents.filter((event) => transition(state, event).kind === 'moved')
    expect(moved).toEqual([])
  })

  test.for(['failed', 'closed', 'reversed'] as const)(
    'money for a %s payment is a discrepancy, whatever its amount',
    (state) => {
      expect(transition(state, 'paid')).toEqual({ kind: 'discrepancy' })
      expect(transition(state, 'differs')).toEqual({ kind: 'discrepancy' })
    },
  )

  test('being told again that a succeeded payment was paid is nothing new', () => {
    expect(transition('succeeded', 'paid')).toEqual({ kind: 'refused' })
  })

  test('the states that block another attempt are exactly those that have not ended', () => {
    expect(new Set(liveStates)).toEqual(new Set(['created', ...sent, 'conflicted']))
  })
})

describe('what the table may never allow', () => {
  const movesTo = (to: PaymentState) =>
    pairs.filter(({ state, event }) => {
      const decided = transition(state, event)
      return decided.kind === 'moved' && decided.to === to
    })

  test('only evidence, counted cash and a named person make a payment green', () => {
    const ways = new Set(movesTo('succeeded').map(({ event }) => event))
    expect(ways).toEqual(
      new Set(['paid', 'counted', 'confirmedPaidByHand', 'kept', 'shortfallAccepted']),
    )
  })

  test('no answer is never taken for a refusal, nor for an end', () => {
    for (const state of allStates) {
      for (const event of ['noAnswer', 'restarted'] as const) {
        const decided = transition(state, event)
        expect([{ kind: 'moved', to: 'unknown' }, { kind: 'refused' }]).toContainEqual(decided)
      }
    }
  })

  test('from every live state an end can be reached, so nothing hangs for ever', () => {
    const reached = new Set<PaymentState>(ended)
    let before = 0
    while (reached.size > before) {
      before = reached.size
      for (const { state, event } of pairs) {
        const decided = transition(state, event)
        if (decided.kind === 'moved' && reached.has(decided.to)) reached.add(state)
      }
    }
    expect(reached).toEqual(new Set(allStates))
  })

  test('nothing leads back to created, and nothing is sent twice', () => {
    expect(movesTo('created')).toEqual([])
    expect(movesTo('submitting')).toEqual([{ state: 'created', event: 'submit' }])
  })

  test('the same state and event always give the same answer', () => {
    const once = pairs.map(({ state, event }) => transition(state, event))
    const again = pairs.map(({ state, event }) => transition(state, event))
    expect(again).toEqual(once)
  })
})
