/** What the till says of a payment: first what became of the money, and never more than is known. */
import { describe, expect, test } from 'vitest'
import { marksOf } from '../../src-renderer/state/paymentMarks.ts'
import {
  cancelWords,
  methodName,
  providerOf,
  stateWord,
  toneOf,
  wordsOf,
} from '../../src-renderer/state/paymentWords.ts'
import { languages } from '../../src-shared/contract/counter.ts'
import { paymentStates, type PaymentView } from '../../src-shared/contract/sale.ts'
import { paymentFlows } from '../../src-shared/methods.ts'
import { fill, textsIn } from '../../src-shared/texts/index.ts'
import { paymentView } from '../harness/paymentView.ts'

const english = textsIn('en')
const nowMs = 60_000
const say = (told: Partial<PaymentView>): readonly string[] =>
  wordsOf(english, paymentView(told), nowMs)

describe('green means money', () => {
  test('a payment is green only where somebody else than the shop says that it was paid', () => {
    for (const state of paymentStates) {
      for (const byHand of [null, 'paid', 'notPaid', 'agreed'] as const) {
        const green = toneOf(paymentView({ state, byHand })) === 'paid'
        expect(green, `${state}, ${String(byHand)}`).toBe(
          state === 'succeeded' && byHand !== 'paid',
        )
      }
    }
  })

  test('what a supervisor vouched for says so, until the provider agrees, and after that too', () => {
    const vouched = paymentView({ state: 'succeeded', byHand: 'paid' })
    expect(stateWord(english, vouched)).toBe('Confirmed by hand')
    expect(wordsOf(english, vouched, nowMs)).toEqual([
      'A supervisor confirmed by hand that it was paid; WeChat Pay has not said so yet.',
    ])
    const agreed = paymentView({ state: 'succeeded', byHand: 'agreed' })
    expect(stateWord(english, agreed)).toBe('Paid')
    expect(marksOf(english, agreed).map(({ words }) => words)).toEqual([english.marks.agreed])
  })

  test('money that the sale did not need is no payment of it', () => {
    const beyond = paymentView({
      state: 'succeeded',
      beyondSale: true,
      discrepancyMinor: 8_880,
      endedAtMs: Date.UTC(2026, 10, 21, 6, 3, 22),
    })
    expect(toneOf(beyond)).toBe('person')
    expect(wordsOf(english, beyond, nowMs)).toEqual([
      'The payment came through at 14:03:22. The sale is already paid. Refund HK$88.80?',
    ])
    expect(toneOf({ ...beyond, discrepancyMinor: 0 })).toBe('idle')
  })
})

describe('who is asked is named', () => {
  test('a wallet by its name, everything else as the bank', () => {
    expect(providerOf(english, { method: 'alipay' })).toBe('Alipay')
    expect(providerOf(english, { method: 'bankTransfer' })).toBe('the bank')
    expect(say({ state: 'unknown' })).toEqual([
      'No answer yet. Checking with WeChat Pay. Do not charge again.',
    ])
    expect(say({ state: 'unknown', nextAskAtMs: nowMs + 3_500 })).toEqual([
      'We do not know if this was paid. Next check in 4 s. Do not hand over goods or charge again yet.',
    ])
  })

  test('which wallet it was, where the provider says so', () => {
    expect(methodName(english, paymentView({ wallet: 'WeChat Pay HK' }))).toBe('WeChat Pay HK')
    expect(methodName(english, paymentView({ method: 'alipay', wallet: 'AlipayHK' }))).toBe(
      'AlipayHK',
    )
    expect(methodName(english, paymentView())).toBe('WeChat Pay')
    const chinese = textsIn('zh-Hant')
    expect(methodName(chinese, paymentView({ wallet: 'WeChat Pay' }))).toBe('微信支付')
    expect(methodName(chinese, paymentView({ wallet: 'WeChat Pay HK' }))).toBe(
      '微信支付 · WeChat Pay HK',
    )
  })

  test('a refusal is told in the provider’s words too, cut where they go on', () => {
    const [first, second, ...more] = say({ state: 'failed', refusal: `no ${'x'.repeat(300)}` })
    expect(first).toBe(english.words.declined)
    expect(second).toMatch(/^WeChat Pay: “no x+…”$/u)
    expect(second?.length).toBeLessThan(100)
    expect(more).toEqual([])
    expect(say({ state: 'failed', refusal: ' ' })).toEqual([english.words.declined])
  })
})

describe('a code that the customer showed', () => {
  const flow = 'customerCode'

  test('is waited for, then confirmed on his phone, then undone, and each is said', () => {
    expect(say({ flow })[0]).toBe('Scanned. Waiting for WeChat Pay…')
    expect(say({ flow, state: 'processing' })[0]).toBe(english.words.confirm)
    const closing = { flow, state: 'closing', closeReason: 'expired' } as const
    expect(stateWord(english, paymentView(closing))).toBe('Being undone')
    expect(say(closing)[0]).toContain('being undone at WeChat Pay')
    expect(say({ flow, state: 'unknown', closeReason: 'expired' })).toHaveLength(2)
  })

  test('to cancel it gives back what was taken; a code of the shop’s own cannot be taken back', () => {
    expect(cancelWords(english, paymentView({ flow }))).toContain('given back')
    const ours = cancelWords(english, paymentView({ method: 'fps' }))
    expect(ours).toContain('cannot be withdrawn')
    expect(cancelWords(english, paymentView())).not.toContain('cannot be withdrawn')
  })
})

describe('a transfer', () => {
  const flow = 'awaitingFunds'

  test('is waited for, and what has come of it is said', () => {
    const some = { method: 'bankTransfer', flow, state: 'awaitingPayer' } as const
    expect(say(some)).toEqual([english.words.funds])
    const part = { ...some, creditedMinor: 4_440 }
    expect(say(part)).toEqual(['HK$44.40 has come, HK$44.40 is still to come.'])
    expect(stateWord(english, paymentView(part))).toBe('Part received')
    expect(toneOf(paymentView(part)), 'part of it is not all of it').toBe('working')
  })
})

test('whatever must not be forgotten is a sentence and a mark', () => {
  const told = {
    state: 'closed',
    mayStillBePaid: true,
    byHand: 'notPaid',
    goodsReleased: true,
  } as const
  expect(say(told)).toEqual([
    english.words.notPaid,
    english.words.byHandNotPaid,
    english.words.goodsReleased,
    english.words.mayStillBePaid,
  ])
  expect(marksOf(english, paymentView(told))).toHaveLength(3)
  const freed = { state: 'unknown', atRisk: true } as const
  expect(say(freed)).toEqual([
    'Not known if paid; WeChat Pay is still being asked.',
    english.words.atRisk,
  ])
  expect(marksOf(english, paymentView(freed)).map(({ words }) => words)).toEqual([
    english.marks.atRisk,
  ])
})

describe.for(languages)('in %s', (language) => {
  const texts = textsIn(language)

  test('every state of every flow has words, with nothing left out of them', () => {
    for (const flow of paymentFlows) {
      for (const state of paymentStates) {
        for (const discrepancyMinor of [0, 5]) {
          const payment = paymentView({
            flow,
            state,
            discrepancyMinor,
            creditedMinor: 4_440,
            refusal: 'no',
            lineDown: true,
            closeReason: 'expired',
          })
          const said = [
            ...wordsOf(texts, payment, nowMs),
            stateWord(texts, payment),
            cancelWords(texts, payment),
          ]
          for (const words of said) {
            expect(words.trim()).not.toBe('')
            expect(words).not.toMatch(/[{}]|undefined|NaN|\[object/u)
          }
        }
      }
    }
  })

  test('the words that the specification gives are the words of the screen', () => {
    const { words } = texts
    const given = {
      en: [
        'Waiting for the customer to confirm in the app',
        'No answer yet. Checking with {channel}. Do not charge again.',
        'We do not know if this was paid. Next check in {n} s. Do not hand over goods or charge again yet.',
        'Not paid. It is safe to try again or use another method.',
        'Declined by the bank. No money was taken.',
        'The payment came through at {time}. The sale is already paid. Refund {amount}?',
      ],
      'zh-Hant': [
        '等待顧客在手機確認',
        '尚未有結果，正向{channel}查詢。請勿重複收款。',
        '未能確認是否已付款，{n} 秒後再查。暫勿交貨或再次收款。',
        '未有收款，可重試或改用其他方式。',
        '銀行拒絕交易，並無扣款。',
        '款項於 {time} 到賬，此單已收款，是否退回 {amount}？',
      ],
      'zh-Hans': [
        '等待顾客在手机确认',
        '尚未有结果，正在向{channel}查询。请勿重复收款。',
        '未能确认是否已付款，{n} 秒后再查。暂勿交货或再次收款。',
        '未收款，可重试或改用其他方式。',
        '银行拒绝交易，没有扣款。',
        '款项于 {time} 到账，此单已收款，是否退回 {amount}？',
      ],
    }[language]
    const { confirm, checking, unknown, notPaid, declined, beyondSale } = words
    expect([confirm, checking, unknown, notPaid, declined, beyondSale]).toEqual(given)
    const notProof = {
      en: 'Not received. A screenshot is not proof of payment.',
      'zh-Hant': '未收到款項，截圖不能作付款證明。',
      'zh-Hans': '未收到款项，截图不能作付款证明。',
    }[language]
    expect(fill(texts.payment.askedNotPaid, { time: '14:03' })).toContain(notProof)
  })
})
