/** What the till says of a card at its terminal: what happened to the money, and never more than is known. */
import { describe, expect, test } from 'vitest'
import { refundWords } from '../../src-renderer/screens/refund/refundWords.ts'
import { handWords, paymentActs, refundActs } from '../../src-renderer/screens/tray/handActs.ts'
import { tellWords, tryingWords } from '../../src-renderer/screens/tray/trayWords.ts'
import {
  askWords,
  cardFacts,
  cardLine,
  cardNotes,
  needsSlip,
  paidName,
  slipTitle,
  slipWords,
} from '../../src-renderer/state/cardWords.ts'
import {
  cancelWords,
  methodName,
  stateName,
  stateWord,
  tellOf,
  wordsOf,
} from '../../src-renderer/state/paymentWords.ts'
import { languages } from '../../src-shared/contract/counter.ts'
import { refundSchema, type RefundView } from '../../src-shared/contract/refund.ts'
import { paymentStates } from '../../src-shared/contract/sale.ts'
import type { TrayItem } from '../../src-shared/contract/tray.ts'
import { textsIn } from '../../src-shared/texts/index.ts'
import { cardTold, cardView } from '../harness/paymentView.ts'

const english = textsIn('en')
const { words, refusals } = english.card
const nowMs = 60_000
type Told = Parameters<typeof cardView>[0]
const say = (told: Told): readonly string[] => wordsOf(english, cardView(told), nowMs)

describe('while the customer is at the terminal', () => {
  test('nothing is called charged, and nothing is called paid, before the terminal says so', () => {
    expect(say({ state: 'submitting' })).toEqual([words.testing])
    expect(say({ state: 'processing' })).toEqual([words.paying])
    for (const state of ['created', 'submitting', 'processing', 'closing', 'unknown'] as const) {
      const said = [...say({ state }), stateWord(english, cardView({ state }))].join(' ')
      expect(said, state).not.toMatch(/^paid|is paid|was paid\b/iu)
    }
  })

  test('he is asked to tap, insert or swipe; who chose a telephone, to hold it there', () => {
    expect(askWords(english, { method: 'visa' })).toContain('tap, insert or swipe')
    expect(askWords(english, { method: 'applePay' })).toContain('phone')
    expect(tellOf(english, cardView()), 'it stands there already').toBeNull()
  })

  test('a line that is gone is said, with what to do and that the till goes on by itself', () => {
    for (const state of ['processing', 'closing', 'unknown'] as const) {
      expect(say({ state, terminal: { there: false } }).at(-1), state).toBe(words.lineGone)
    }
    expect(say({ state: 'succeeded', terminal: { there: false } })).toEqual([
      english.words.succeeded,
    ])
  })
})

describe('a cancel', () => {
  test('asks a terminal that can stop, and is believed only when it says so', () => {
    const stops = { terminal: { stops: true } }
    expect(cancelWords(english, cardView(stops))).toContain('believes it only when')
    expect(say({ state: 'closing', ...stops })).toEqual([words.asked, words.orPaid])
  })

  test('of any other means its red key, and that it may be paid all the same', () => {
    expect(cancelWords(english, cardView())).toContain('red key')
    expect(say({ state: 'closing' })).toEqual([words.redKey, words.orPaid])
  })
})

describe('no result', () => {
  test('a terminal that can be asked is asked again, in the words of every payment', () => {
    const state = 'unknown'
    const terminal = { knows: true }
    expect(say({ state, terminal })).toEqual([
      'No answer yet. Checking with the terminal. Do not charge again.',
    ])
    expect(say({ state, terminal, nextAskAtMs: nowMs + 3_500 })[0]).toContain('Next check in 4 s')
    expect(say({ state, terminal: { knows: true, there: false } })).toEqual([
      words.unknown,
      words.lineGone,
    ])
    expect(slipTitle(english, cardView({ state, terminal }))).toMatch(/^If that finds nothing/u)
  })

  test('of any other its slip tells: a code and the amount is paid, nothing is not paid', () => {
    const lost = cardView({ state: 'unknown', nextAskAtMs: nowMs + 9_000 })
    expect(wordsOf(english, lost, nowMs)).toEqual([words.unknown, words.onlySlip])
    expect(needsSlip(lost)).toBe(true)
    const [paid, notPaid] = slipWords(english, lost)
    expect(paid).toMatch(/HK\$88\.80 .*approval code.*paid.*supervisor/u)
    expect(notPaid).toMatch(/not paid.*supervisor/u)
  })

  test('of which the sale was freed asks for no slip any more', () => {
    const freed = { state: 'unknown', atRisk: true } as const
    expect(say(freed)).toEqual([words.freed, english.words.atRisk])
    expect(needsSlip(cardView(freed))).toBe(false)
  })

  test('also of a terminal that is not set up any more', () => {
    const lost = { ...cardView({ state: 'unknown' }), terminal: null }
    expect(wordsOf(english, lost, nowMs)).toEqual([words.unknown, words.onlySlip])
  })
})

describe('not paid', () => {
  test('says whether the terminal declined it, in its own words', () => {
    expect(say({ state: 'failed', refusal: 'DECLINED 51' })).toEqual([
      words.declined,
      'The terminal: “DECLINED 51”',
    ])
    expect(stateWord(english, cardView({ state: 'failed' }))).toBe('Not paid')
  })

  test('of a code that is no word it is said that it is one', () => {
    expect(say({ state: 'failed', refusal: '6c' }).at(-1)).toBe('The terminal’s code: 6c')
  })

  test('or never took it, in ours', () => {
    for (const refusal of Object.keys(refusals) as (keyof typeof refusals)[]) {
      expect(say({ state: 'failed', refusal })).toEqual([words.notTaken, refusals[refusal]])
    }
  })

  test('confirmed by hand, and that it may still come', () => {
    expect(say({ state: 'closed', byHand: 'notPaid', mayStillBePaid: true })).toEqual([
      english.words.notPaid,
      english.words.byHandNotPaid,
      words.mayCome,
    ])
  })
})

test('another amount than was asked for is told with both', () => {
  expect(say({ state: 'conflicted', creditedMinor: 8_800 })[0]).toContain(
    'The terminal says HK$88.00, and HK$88.80 was asked for.',
  )
  expect(say({ state: 'conflicted' })[0]).toContain('The answer of the terminal does not match')
})

describe('what was really paid by', () => {
  const paid = (told: Told) => cardView({ state: 'succeeded', ...told })

  test('is its name, whatever tile was pressed', () => {
    const card = { ...cardTold, scheme: 'mastercard' } as const
    const other = paid({ method: 'visa', card })
    expect(methodName(english, other)).toBe('Mastercard')
    expect(cardNotes(english, other)).toEqual([
      '**** 0119 · Contactless',
      'Approval code 043182',
      'Visa chosen, paid by Mastercard',
    ])
  })

  test('is a scheme that has no tile, by its own name', () => {
    const amex = paid({ card: { ...cardTold, scheme: 'amex' } })
    expect(paidName(english, amex)).toBe('American Express')
    const untold = paid({ card: { ...cardTold, scheme: null } })
    expect(paidName(english, untold)).toBe(english.methods.cardOther)
  })

  test('is a wallet only where the terminal says so', () => {
    const apple = paid({
      method: 'applePay',
      wallet: 'Apple Pay',
      card: { ...cardTold, wallet: 'Apple Pay' },
    })
    expect(methodName(english, apple)).toBe('Apple Pay')
    expect(cardNotes(english, apple)).toEqual([
      'Visa **** 0119 · Contactless',
      'Approval code 043182',
    ])
    const untold = paid({ method: 'applePay', card: cardTold })
    expect(methodName(english, untold)).toBe('Visa')
    expect(cardNotes(english, untold).at(-1)).toBe(
      'Apple Pay chosen; the terminal says Visa, not whether card or phone',
    )
    const silent = paid({ method: 'applePay', card: { ...cardTold, entryMode: null } })
    expect(cardNotes(english, silent).at(-1)).toContain('not whether card or phone')
    expect(cardNotes(english, paid({ card: cardTold })).at(-1)).toBe(english.card.walletUntold)
    const chip = paid({ card: { ...cardTold, entryMode: 'chip' } })
    expect(cardNotes(english, chip).at(-1), 'a chip is no telephone').toBe('Approval code 043182')
  })

  test('by hand, is the code that was read on the slip', () => {
    const byHand = paid({ byHand: 'paid', providerReference: '123456' })
    expect(cardNotes(english, byHand)).toEqual(['Approval code 123456'])
    expect(cardNotes(english, paid({}))).toEqual([])
  })

  test('is never more of its number than the last four', () => {
    expect(cardLine(english, cardTold)).toBe('Visa **** 0119 · Contactless')
    expect(cardLine(english, { ...cardTold, number: '****', entryMode: null })).toBe('Visa')
    expect(cardLine(english, { ...cardTold, number: null, scheme: null, entryMode: null })).toBe('')
  })

  test('is found again by everything that the terminal told, and by nothing that it did not', () => {
    const facts = cardFacts(english, cardTold)
    expect(facts.map(([, value]) => value)).toEqual([
      '043182',
      '476173******0119',
      'Visa',
      'Contactless',
      '12345678',
      '000000012345678',
      '000004',
      '000127',
      '632504081207',
      'A0000000031010',
      '2026-11-21 14:03:22',
    ])
  })
})

const refund = (of: Partial<RefundView>): RefundView => ({
  ...refundSchema.parse({
    refundId: '0191f3a0-0000-7000-8000-000000000003',
    paymentId: cardView().paymentId,
    discrepancyId: null,
    method: 'visa',
    amountMinor: 5_000,
    state: 'unknown',
    requestedAtMs: 0,
    endedAtMs: null,
    cashier: 'Mei Ling',
    reason: 'Goods came back',
    providerReference: null,
    refusal: null,
    nextAskAtMs: null,
  }),
  ...of,
})
const item = (of: Partial<TrayItem> = {}): TrayItem => ({
  about: 'payment',
  payment: cardView({ state: 'unknown' }),
  discrepancy: null,
  refund: null,
  saleReference: '',
  saleDescription: '',
  saleState: 'open',
  sinceMs: 0,
  ...of,
})

describe('a refund that the terminal alone can give', () => {
  const payment = cardView({ state: 'succeeded', card: cardTold })

  test('looks for its slip before it is given a second time', () => {
    const [first, second] = refundWords(english, payment, refund({}), nowMs)
    expect(first).toMatch(/do not know if HK\$50\.00 was given back.*slips/u)
    expect(second).toMatch(/^If there is none, .*supervisor records it/u)
    const tray = item({ about: 'refund', payment, refund: refund({ nextAskAtMs: 9_000_000 }) })
    expect(tryingWords(english, tray, nowMs)).toEqual([english.card.tray.refundUntold])
  })

  test('and one that is busy says so in our words', () => {
    const failed = refund({ state: 'failed', refusal: 'terminalBusy' })
    expect(refundWords(english, payment, failed, nowMs).at(-1)).toBe(refusals.terminalBusy)
  })
})

describe('in the tray', () => {
  test('a terminal that cannot be asked is not said to be asked', () => {
    const lost = item()
    const tried = tryingWords(english, lost, nowMs)
    expect(tried[0]).toContain('the last slip of Front terminal')
    expect(tried.slice(1)).toEqual(slipWords(english, lost.payment))
    expect(tried.join(' ')).not.toContain('Asking')
  })

  test('one whose line is gone says so, whatever it knows', () => {
    const terminal = { knows: true, there: false }
    const gone = item({ payment: cardView({ state: 'unknown', terminal }) })
    expect(tryingWords(english, gone, nowMs)[0]).toBe(english.card.tray.lineGone)
    const there = cardView({ state: 'unknown', terminal: { knows: true }, nextAskAtMs: 65_000 })
    const asked = tryingWords(english, item({ payment: there }), nowMs)
    expect(asked[0]).toContain('Asking the terminal again in 0:05')
    expect(asked.slice(-2), 'and a person may look for himself').toEqual(slipWords(english, there))
  })

  test('one that has begun is waited for, and not asked', () => {
    for (const state of ['processing', 'closing'] as const) {
      const begun = item({ payment: cardView({ state, nextAskAtMs: 65_000 }) })
      expect(tryingWords(english, begun, nowMs)).toEqual([english.card.tray.waits])
    }
  })

  test('the customer is sent to the terminal, not to an app', () => {
    expect(tellWords(english, item({ payment: cardView() }))).toBe(english.card.tray.pay)
  })
})

test('a decision by hand is asked for in the words of the slip, and of others in their own', () => {
  const { hand } = english
  const asked = handWords(english, 'confirmPaid', cardView())
  expect(asked.title).toBe(hand.card.confirmPaid.title)
  expect(asked.reasons).toEqual(hand.card.confirmPaid.reasons)
  expect(asked.confirm, 'what it says nothing of stays').toBe(hand.confirmPaid.confirm)
  expect(handWords(english, 'confirmPaid', { flow: 'merchantCode' })).toEqual(hand.confirmPaid)
})

describe.for(languages)('in %s', (language) => {
  const texts = textsIn(language)
  const broken = /[{}]|undefined|NaN|\[object/u

  test('every state of every kind of terminal has words, with nothing left out of them', () => {
    for (const state of paymentStates) {
      for (const [stops, knows, there] of [
        [true, true, true],
        [false, true, false],
        [true, false, true],
        [false, false, false],
      ] as const) {
        const card = state === 'succeeded' ? cardTold : null
        const payment = cardView({
          state,
          card,
          creditedMinor: 5,
          terminal: { stops, knows, there },
        })
        const said = [
          ...wordsOf(texts, payment, nowMs),
          ...slipWords(texts, payment),
          ...tryingWords(texts, item({ payment }), nowMs),
          stateName(texts, payment.flow, state),
          cancelWords(texts, payment),
          tellWords(texts, item({ payment })),
        ]
        for (const one of said) {
          expect(one.trim()).not.toBe('')
          expect(one).not.toMatch(broken)
        }
      }
    }
  })

  test('every decision has a question, what it means and reasons of its own', () => {
    for (const act of [...paymentActs, ...refundActs]) {
      const { title, means, more, reasons } = handWords(texts, act, cardView())
      for (const one of [title, means, more, ...Object.values(reasons)]) {
        expect(one.trim()).not.toBe('')
      }
      const usual = Object.values(reasons)
      expect(usual).toHaveLength(3)
      expect(new Set(usual).size).toBe(3)
    }
  })
})
