import { describe, expect, test } from 'vitest'
import { paymentStates, type PaymentState } from '../../src-shared/contract/sale.ts'
import { hkd, type Money } from '../../src-shared/money.ts'
import type { ChannelAnswer } from '../../src-main/engine/channels/channel.ts'
import { judge, type Expected, type Judgement } from '../../src-main/engine/payment/evidence.ts'
import { isTerminal, liveStates, transition } from '../../src-main/engine/payment/transition.ts'

type Told = Extract<ChannelAnswer, { kind: 'state' }>

const ours: Expected = {
  paymentId: 'ours',
  amount: hkd(8_880),
  merchant: 'HARBOUR CAFE',
  state: 'awaitingPayer',
  endWanted: false,
  flow: 'merchantCode',
  question: 'query',
  sentBefore: false,
  endLost: false,
  refusedBefore: false,
}

const told = (state: Told['state'], changes: Partial<Told> = {}): Told => ({
  kind: 'state',
  state,
  paymentId: ours.paymentId,
  amount: ours.amount,
  merchant: ours.merchant,
  providerReference: 'N-1',
  creditedMinor: 8_880,
  credits: [],
  code: { text: 'weixin://', payee: 'HARBOUR CAFE', expiresAtMs: 0 },
  wallet: null,
  refusal: null,
  ...changes,
})

/** The names of another provider's money and payees; our types hold only what we ask for. */
const yuan = { currency: 'CNY', amountMinor: 8_880 } as unknown as Money
const differing: readonly (readonly [what: string, change: Partial<Told>])[] = [
  ['a cent less', { amount: hkd(8_879) }],
  ['a cent more', { amount: hkd(8_881) }],
  ['nothing', { amount: hkd(0) }],
  ['the amount taken back', { amount: hkd(-8_880) }],
  ['the same number of another currency', { amount: yuan }],
  ['another merchant', { merchant: 'HARBOUR CAFE 2' }],
  ['no merchant', { merchant: '' }],
  ['a merchant in other letters', { merchant: 'Harbour Cafe' }],
]

describe('paid counts only where id, amount, currency and merchant all agree', () => {
  test.for(liveStates)('it is paid: %s', (state) => {
    expect(judge(told('succeeded'), { ...ours, state })).toEqual({ kind: 'event', event: 'paid' })
  })

  test.for(differing)('paid with %s is a conflict and not a payment', ([, change]) => {
    expect(judge(told('succeeded', change), ours)).toEqual({ kind: 'event', event: 'differs' })
  })

  test('an answer about another payment proves nothing, however well the rest agrees', () => {
    for (const paymentId of ['', 'OURS', 'ours ', 'theirs']) {
      for (const state of ['succeeded', 'failed', 'closed', 'reversed', 'processing'] as const) {
        expect(judge(told(state, { paymentId }), ours)).toEqual({
          kind: 'notBelieved',
          reason: 'another payment',
        })
      }
    }
  })

  test.for(differing)('an end without money is not believed with %s', ([, change]) => {
    for (const state of ['failed', 'closed', 'reversed', 'awaitingPayer', 'processing'] as const) {
      expect(judge(told(state, change), ours)).toEqual({
        kind: 'notBelieved',
        reason: 'another amount or merchant',
      })
    }
  })
})

describe('unknown is not declined', () => {
  test.for(paymentStates)('no answer and "never seen" say nothing of a payment: %s', (state) => {
    const silence = { kind: 'noAnswer', reason: 'timeout' } as const
    expect(judge(silence, { ...ours, state })).toEqual(silence)
    expect(judge({ kind: 'neverSeen' }, { ...ours, state })).toEqual({ kind: 'neverSeen' })
  })
})

describe('each answer is the event that it is for our state', () => {
  const event = (name: string): Judgement => ({ kind: 'event', event: name }) as Judgement
  const nothingNew: Judgement = { kind: 'nothingNew' }

  test.for(paymentStates)('waiting for the payer, while we have %s', (state) => {
    const news: Partial<Record<PaymentState, Judgement>> = {
      unknown: event('stillOpen'),
      processing: event('payerBack'),
      submitting: event('codeShown'),
    }
    expect(judge(told('awaitingPayer'), { ...ours, state })).toEqual(news[state] ?? nothingNew)
  })

  test.for(paymentStates)('the payer is confirming, while we have %s', (state) => {
    const news: Partial<Record<PaymentState, Judgement>> = {
      unknown: event('stillProcessing'),
      awaitingPayer: event('payerConfirming'),
      submitting: event('payerConfirming'),
    }
    expect(judge(told('processing'), { ...ours, state })).toEqual(news[state] ?? nothingNew)
  })

  test.for(paymentStates)('a definite end, while we have %s', (state) => {
    expect(judge(told('failed'), { ...ours, state })).toEqual(event('refused'))
    // Ended there, and not because we asked: its end is asked for as any other.
    const unasked: Partial<Record<PaymentState, Judgement>> = {
      submitting: event('noAnswer'),
      awaitingPayer: event('expired'),
      processing: event('expired'),
    }
    expect(judge(told('closed'), { ...ours, state })).toEqual(unasked[state] ?? event('closed'))
    expect(judge(told('reversed'), { ...ours, state })).toEqual(unasked[state] ?? event('reversed'))
  })

  test('a code that is to be shown and was not sent along leaves the payment unknown', () => {
    const codeless = told('awaitingPayer', { code: null })
    expect(judge(codeless, { ...ours, state: 'submitting' })).toEqual(event('noAnswer'))
  })

  test('the payer of a scanned code can only confirm', () => {
    const scan = { ...ours, flow: 'customerCode' } as const
    expect(judge(told('awaitingPayer'), { ...scan, state: 'submitting' })).toEqual(
      event('payerConfirming'),
    )
    expect(judge(told('awaitingPayer'), { ...scan, state: 'unknown' })).toEqual(
      event('stillProcessing'),
    )
  })

  test('a refusal of a scanned code is believed only when it is said again', () => {
    const scan = { ...ours, flow: 'customerCode', state: 'processing' } as const
    expect(judge(told('failed'), scan)).toEqual({ kind: 'askAgain' })
    expect(judge(told('failed'), { ...scan, refusedBefore: true })).toEqual(event('refused'))
    expect(judge(told('succeeded'), { ...scan, refusedBefore: true })).toEqual(event('paid'))
  })

  test('refused before anything was accepted is an end of what was sent, and of nothing else', () => {
    const outright = { kind: 'notAccepted', reason: 'not carried' } as const
    expect(judge(outright, { ...ours, state: 'submitting', question: 'create' })).toEqual(
      event('refused'),
    )
    for (const question of ['query', 'close', 'reverse'] as const) {
      expect(judge(outright, { ...ours, question })).toMatchObject({ kind: 'noAnswer' })
    }
    // The first sending, whose answer was lost, may have been accepted.
    expect(judge(outright, { ...ours, question: 'create', sentBefore: true })).toMatchObject({
      kind: 'noAnswer',
    })
  })

  test('no answer about waiting moves a payment that has ended', () => {
    for (const state of paymentStates.filter(isTerminal)) {
      expect(judge(told('awaitingPayer'), { ...ours, state })).toEqual(nothingNew)
      expect(judge(told('processing'), { ...ours, state })).toEqual(nothingNew)
    }
  })

  test('from unknown every believed answer leads on: it ends by asking', () => {
    const answers = ['awaitingPayer', 'processing', 'succeeded', 'failed', 'closed', 'reversed']
    for (const answer of answers) {
      const judged = judge(told(answer as Told['state']), { ...ours, state: 'unknown' })
      const decided = judged.kind === 'event' ? transition('unknown', judged.event) : judged
      expect(decided, answer).toMatchObject({ kind: 'moved' })
    }
  })
})
