/** Words of the unresolved tray, of refunds and of channels, as pure functions of what the engine told. */
import { describe, expect, test } from 'vitest'
import { chartHeight, chartOf, chartWidth } from '../../src-renderer/screens/channels/chart.ts'
import {
  channelTone,
  durationWords,
  errorWords,
} from '../../src-renderer/screens/channels/channelWords.ts'
import { backMinor, refundableOf } from '../../src-renderer/screens/refund/refundable.ts'
import {
  goesWords,
  refundWords,
  toneOfRefund,
} from '../../src-renderer/screens/refund/refundWords.ts'
import {
  factsOf,
  isOpen,
  missingOf,
  paymentActs,
} from '../../src-renderer/screens/tray/handActs.ts'
import {
  findBy,
  followed,
  happenedWords,
  itemWord,
  keyOf,
  tellWords,
  toneOfItem,
  tryingWords,
} from '../../src-renderer/screens/tray/trayWords.ts'
import { roomKeys, roomOf, rooms } from '../../src-renderer/state/rooms.ts'
import { channelStates, healthBarMs, healthBars } from '../../src-shared/contract/channels.ts'
import { languages } from '../../src-shared/contract/counter.ts'
import { refundSchema, refundStates, type RefundView } from '../../src-shared/contract/refund.ts'
import { paymentSchema, paymentStates, type PaymentView } from '../../src-shared/contract/sale.ts'
import {
  discrepancySchema,
  type DiscrepancyView,
  type TrayItem,
} from '../../src-shared/contract/tray.ts'
import { methodIds, methods } from '../../src-shared/methods.ts'
import { textsIn } from '../../src-shared/texts/index.ts'

const id = (n: number): string => `0191f3a0-0000-7000-8000-${String(n).padStart(12, '0')}`
const english = textsIn('en')
const broken = /[{}]|undefined|NaN|\[object/u

const payment = (of: Partial<PaymentView> = {}): PaymentView => ({
  ...paymentSchema.parse({
    paymentId: id(1),
    saleId: id(2),
    method: 'wechatPay',
    flow: 'merchantCode',
    channel: 'harbour-a',
    amountMinor: 12_800,
    coversMinor: 0,
    state: 'unknown',
    createdAtMs: 0,
    endedAtMs: null,
    cashier: 'Mei Ling',
    reference: 'HT0100000012',
    providerReference: null,
    code: null,
    cash: null,
    closeReason: null,
    mayStillBePaid: false,
    discrepancyMinor: 0,
    creditedMinor: 0,
    instructions: [],
    wallet: null,
    card: null,
    paidBy: of.method ?? 'wechatPay',
    terminal: null,
    octopus: null,
    reader: null,
    refusal: null,
    scannedLastFour: null,
    byHand: null,
    atRisk: false,
    beyondSale: false,
    goodsReleased: false,
    refunds: [],
    refundableMinor: 0,
    actions: ['checkNow'],
    nextAskAtMs: null,
    lineDown: false,
  }),
  ...of,
})
const refund = (of: Partial<RefundView> = {}): RefundView => ({
  ...refundSchema.parse({
    refundId: id(3),
    paymentId: id(1),
    discrepancyId: null,
    method: 'wechatPay',
    amountMinor: 5_000,
    state: 'pending',
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
const discrepancy = (of: Partial<DiscrepancyView> = {}): DiscrepancyView => ({
  ...discrepancySchema.parse({
    discrepancyId: id(4),
    paymentId: id(1),
    method: 'wechatPay',
    openedAtMs: 0,
    amountMinor: 12_800,
    providerReference: null,
    bothPaid: false,
    refunds: [],
  }),
  ...of,
})
const item = (of: Partial<TrayItem> = {}): TrayItem => ({
  about: 'payment',
  payment: payment(),
  discrepancy: null,
  refund: null,
  saleReference: 'INV-7',
  saleDescription: '',
  saleState: 'open',
  sinceMs: 0,
  ...of,
})
const items: readonly TrayItem[] = [
  ...paymentStates.map((state) => item({ payment: payment({ state }) })),
  item({ payment: payment({ atRisk: true, nextAskAtMs: 9_000, lineDown: true }) }),
  item({ payment: payment({ state: 'closing', nextAskAtMs: 9_000 }) }),
  ...[true, false].map((bothPaid) =>
    item({ about: 'discrepancy', discrepancy: discrepancy({ bothPaid }) }),
  ),
  item({ about: 'discrepancy', discrepancy: discrepancy({ refunds: [refund()] }) }),
  ...refundStates.map((state) => item({ about: 'refund', refund: refund({ state }) })),
  item({ about: 'refund', refund: refund({ nextAskAtMs: 9_000, refusal: 'Account closed' }) }),
]

describe.for(languages)('the tray in %s', (language) => {
  const texts = textsIn(language)

  test('says of every item what it is, what is tried, and what to tell the customer', () => {
    for (const one of items) {
      for (const nowMs of [0, 60_000]) {
        const said = [
          itemWord(texts, one),
          ...happenedWords(texts, one, nowMs),
          ...tryingWords(texts, one, nowMs),
          tellWords(texts, one),
        ]
        expect(said.filter((words) => words === '' || broken.test(words))).toEqual([])
      }
    }
  })

  test('has a title, a meaning and usual reasons for everything that is decided by hand', () => {
    const { hand } = texts
    for (const act of [...paymentActs, 'keep', 'writeOff'] as const) {
      const reasons = Object.values(hand[act].reasons)
      expect(new Set(reasons).size).toBe(3)
      expect(hand[act].title).toContain('{amount}')
      expect(hand.asks[act]).toContain('{amount}')
    }
  })

  test('says of every method where its money goes when it is given back', () => {
    const said = methodIds.map((method) => goesWords(texts, method))
    expect(said.filter((words) => words === '' || broken.test(words))).toEqual([])
  })
})

describe('an item of the tray', () => {
  test('keeps its name while it changes, and a payment is not its own refund', () => {
    const before = item({ payment: payment({ state: 'unknown' }) })
    const after = item({ payment: payment({ state: 'closing' }) })
    expect(keyOf(before)).toBe(keyOf(after))
    const names = [before, item({ about: 'refund', refund: refund() })].map(keyOf)
    expect(new Set(names).size).toBe(2)
  })

  test('is never green, and what nobody knows is marked so', () => {
    const open = items.filter(
      ({ about, payment: { state } }) => about !== 'payment' || state !== 'succeeded',
    )
    expect(open.map(toneOfItem)).not.toContain('paid')
    expect(toneOfItem(item())).toBe('unknown')
    expect(toneOfItem(item({ about: 'refund', refund: refund({ state: 'unknown' }) }))).toBe(
      'unknown',
    )
    expect(toneOfItem(item({ about: 'discrepancy', discrepancy: discrepancy() }))).toBe('person')
  })

  test('counts down to the next question, and then says that it is being asked', () => {
    const asked = item({ payment: payment({ nextAskAtMs: 65_000 }) })
    expect(tryingWords(english, asked, 0)[0]).toContain('1:05')
    expect(tryingWords(english, asked, 65_000)[0]).not.toContain('0:00')
  })

  test('that nobody asks about says that a person must find out', () => {
    expect(tryingWords(english, item(), 0)).toEqual([english.tray.tries.nothing])
  })

  test('is found by our reference and by what the sale was named', () => {
    expect(findBy(item())).toBe('HT0100000012 · INV-7')
    expect(findBy(item({ payment: payment({ reference: null }) }))).toBe('INV-7')
  })
})

describe('a decision by hand', () => {
  const given = { reason: 'Provider said so', evidence: '', decision: null }

  test('needs a reason; to have been paid needs a reference; a conflict needs a choice', () => {
    expect(missingOf('freeSale', given)).toBeNull()
    expect(missingOf('freeSale', { ...given, reason: '' })).toBe('reasonFirst')
    expect(missingOf('confirmPaid', { ...given, evidence: '123' })).toBe('evidenceFirst')
    expect(missingOf('confirmPaid', { ...given, evidence: '1234' })).toBeNull()
    expect(missingOf('decideConflict', given)).toBe('decisionFirst')
    expect(missingOf('decideConflict', { ...given, decision: 'kept' })).toBeNull()
  })

  test('about a shortfall says what came and what did not', () => {
    expect(factsOf(payment({ creditedMinor: 12_500 }))).toEqual({
      amount: 'HK$128.00',
      credited: 'HK$125.00',
      short: 'HK$3.00',
    })
  })
})

describe('a refund', () => {
  test('is never green: it is not money received', () => {
    expect(refundStates.map((state) => toneOfRefund(refund({ state })))).not.toContain('paid')
  })

  test('is not called done before it is', () => {
    const { words } = english.refund
    for (const state of ['requested', 'pending', 'unknown'] as const) {
      expect(words[state]).not.toBe(words.succeeded)
      expect(words[state]).toMatch(/not done|do not know/u)
    }
  })

  test('says why it was refused, in the provider’s words', () => {
    const said = refundWords(
      english,
      payment(),
      refund({ state: 'failed', refusal: 'Account closed' }),
      0,
    )
    expect(said.join(' ')).toContain('Account closed')
    expect(said[0]).toContain('HK$50.00')
  })

  test('that was refused leaves its money to give back; one that nobody knows of does not', () => {
    const refunds = [
      refund({ state: 'failed', discrepancyId: discrepancy().discrepancyId }),
      refund({ state: 'unknown', amountMinor: 2_800, discrepancyId: discrepancy().discrepancyId }),
    ]
    expect(refundableOf(payment(), discrepancy({ refunds }))).toBe(10_000)
    expect(refundableOf(payment({ refundableMinor: 4_200 }), null)).toBe(4_200)
    expect(backMinor([refund(), ...refunds], null)).toBe(5_000)
  })
})

describe('the chart of a channel', () => {
  const nowMs = 1_000 * healthBarMs + 7
  const first = 1_000 - (healthBars - 1)
  const measured = (slot: number, asked: number, failed: number, p95Ms: number | null) => ({
    fromMs: (first + slot) * healthBarMs,
    asked,
    failed,
    p95Ms,
    worst: 'good' as const,
  })

  test('is nothing where nothing was asked in three hours', () => {
    expect(chartOf([], nowMs)).toBeNull()
    expect(chartOf([measured(3, 0, 0, null), measured(-1, 9, 0, 10)], nowMs)).toBeNull()
  })

  test('puts each bar in its time, as high as its answers, the failed ones within', () => {
    const chart = chartOf([measured(0, 5, 0, 800), measured(35, 10, 10, null)], nowMs)
    expect(chart?.mostAsked).toBe(10)
    const [early, late] = chart?.bars ?? []
    expect(early?.x).toBeLessThan(chartWidth / healthBars)
    expect(early).toMatchObject({ height: chartHeight / 2, failedHeight: 0 })
    expect(late).toMatchObject({ height: chartHeight, failedHeight: chartHeight })
    expect((late?.x ?? 0) + (late?.width ?? 0)).toBeLessThanOrEqual(chartWidth)
  })

  test('breaks its line where nothing answered', () => {
    const history = [measured(1, 4, 0, 500), measured(2, 4, 0, 1_000), measured(5, 4, 0, 250)]
    const chart = chartOf(history, nowMs)
    expect(chart?.lines.map((points) => points.length)).toEqual([2, 1])
    expect(chart?.lines[0]?.[1]?.y, 'the slowest is at the top').toBe(0)
  })
})

test('a channel is never green, and one that must be known of is amber', () => {
  const channel = {
    id: 'harbour-a',
    sinceMs: 0,
    successPercent: null,
    p50Ms: null,
    p95Ms: null,
    asked: 0,
    lastError: null,
    carries: [],
    backupFor: [],
    history: [],
  }
  const tones = channelStates.map((state) => channelTone({ ...channel, state }))
  expect(tones).toEqual(['idle', 'idle', 'person', 'person', 'working'])
})

test('how long an answer takes is read in milliseconds, or in seconds with one decimal', () => {
  const said = [0, 850, 999, 1_000, 2_449, 61_000].map((ms) => durationWords(english, ms))
  expect(said).toEqual(['0 ms', '850 ms', '999 ms', '1.0 s', '2.4 s', '61.0 s'])
})

test('the keys that lead to the rooms are no keys of methods, and each leads to one', () => {
  const keys = Object.values(roomKeys)
  expect(methods.map(({ key }) => key).filter((key) => keys.some((one) => one === key))).toEqual([])
  const led = keys.map((name) => roomOf({ kind: 'function', name }))
  expect(new Set(led).size).toBe(keys.length)
  expect(rooms).toEqual(expect.arrayContaining(led))
  expect(roomOf({ kind: 'escape' })).toBeNull()
})

describe('what may still be decided', () => {
  const asked = { act: 'freeSale', payment: payment(), discrepancy: null } as const
  const freeable = payment({ actions: ['freeSale'] })

  test('a payment, wherever it is known, for as long as the engine offers it', () => {
    expect(isOpen(asked, [item({ payment: freeable })], null)).toBe(true)
    expect(isOpen(asked, [], { payments: [freeable] })).toBe(true)
    expect(isOpen(asked, [item()], null)).toBe(false)
    expect(isOpen(asked, [], null)).toBe(false)
    expect(isOpen(asked, undefined, null), 'nothing was told yet').toBe(true)
  })

  test('extra money, until somebody has decided about it', () => {
    const kept = { act: 'keep', payment: payment(), discrepancy: discrepancy() } as const
    const extra = item({ about: 'discrepancy', discrepancy: discrepancy() })
    expect(isOpen(kept, [extra], null)).toBe(true)
    expect(isOpen(kept, [item()], null)).toBe(false)
  })
})

test('an item is followed into what its payment becomes, and is gone when all of it is settled', () => {
  const before = item()
  const extra = item({ about: 'discrepancy', discrepancy: discrepancy() })
  expect(followed([extra, before], before)).toBe(before)
  expect(followed([extra], before)).toBe(extra)
  expect(followed([], before)).toBeUndefined()
})

test('an error of the line is said in words, with the code that support asks for', () => {
  expect(errorWords(english, 'UND_ERR_SOCKET')).toBe('The line broke off (UND_ERR_SOCKET)')
  expect(errorWords(english, 'UND_ERR_HEADERS_TIMEOUT')).toMatch(/^No answer in time/u)
  expect(errorWords(english, 'ECONNREFUSED')).toMatch(/^It could not be reached/u)
  expect(errorWords(english, 'status 500')).toBe('status 500')
})
