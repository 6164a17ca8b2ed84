/** Everything that the customer's screen may be told to show: for measures, and for pictures. */
import type { CustomerShows, DisplayView } from '../../src-shared/contract/display.ts'

export const plainDisplay: DisplayView = {
  environment: 'training',
  storeName: 'Harbour Till',
  language: 'en',
  theme: 'light',
  clockAheadMs: 0,
  now: { shows: 'welcome' },
}

const fps = { method: 'fps', amountMinor: 128_880 } as const
const codeText = `00020101021226490012hk.com.hkicl02070000000520459995303344540799999995802HK${'X'.repeat(60)}6304A1B2`

export const codeFor = (leftMs: number) => ({
  ...fps,
  shows: 'code' as const,
  text: codeText,
  payee: 'TRAINING - DO NOT PAY',
  expiresAtMs: Date.now() + leftMs,
})

const scanned = ['fps', 'wechatPay', 'alipay', 'unionpayQr', 'paypal', 'letterOfCredit'] as const

const usual = { amountMinor: fps.amountMinor, halfMinor: 64_440, payee: 'TRAINING - DO NOT PAY' }
const sizes = {
  shortest: { amountMinor: 100, halfMinor: 50, payee: 'A', methods: [fps.method] },
  usual: { ...usual, methods: [fps.method] },
  /** The longest that the engine lets through. */
  longest: {
    amountMinor: 9_999_999_999,
    halfMinor: 4_999_999_999,
    payee: `${'W'.repeat(40)} 茶餐廳有限公司的長名字${'麗'.repeat(10)}`,
    methods: scanned,
  },
} as const

/** Every state. @param size what it has to hold */
export function customerStates(size: keyof typeof sizes): readonly CustomerShows[] {
  const { amountMinor, halfMinor, payee, methods } = sizes[size]
  const attempt = { method: fps.method, amountMinor }
  const doings = [
    'starting',
    'scanned',
    'confirm',
    'terminal',
    'checking',
    'ending',
    'undoing',
  ] as const
  const octopus = { method: 'octopus', amountMinor, cardNumber: '88888888' } as const
  const octopusSteps = ['tap', 'again', 'reading', 'sameCard', 'otherCard', 'wait'] as const
  // The most that a card can hold, and as far below nothing as one may go.
  const remainingMinor = size === 'shortest' ? -5_000 : 300_000
  const notPaid = {
    shows: 'notPaid',
    ...attempt,
    restMinor: amountMinor,
    remainingMinor: null,
  } as const
  const transfer = { shows: 'transfer', method: 'bankTransfer', amountMinor } as const
  return [
    { shows: 'closed' },
    { shows: 'welcome' },
    { shows: 'total', totalMinor: amountMinor, paidMinor: 0, restMinor: amountMinor },
    { shows: 'total', totalMinor: amountMinor, paidMinor: halfMinor, restMinor: halfMinor },
    ...methods.map((method) => ({ ...codeFor(600_000), ...attempt, method, payee })),
    { ...codeFor(-1), ...attempt },
    ...doings.map((doing) => ({ shows: 'working' as const, ...attempt, doing })),
    { ...transfer, reference: 'HT01000123AB', creditedMinor: 0 },
    { ...transfer, reference: 'HT01000123AB', creditedMinor: halfMinor },
    ...octopusSteps.map((step) => ({ shows: 'octopus' as const, ...octopus, step })),
    { shows: 'octopus', ...octopus, step: 'otherCard', cardNumber: null },
    { ...notPaid, why: 'declined', hadCode: true },
    { ...notPaid, why: 'ended', hadCode: true },
    { ...notPaid, why: 'undone', hadCode: false },
    { ...notPaid, ...octopus, why: 'notEnoughValue', hadCode: false, remainingMinor },
    { shows: 'paid', totalMinor: amountMinor, remainingMinor: null },
    { shows: 'paid', totalMinor: amountMinor, remainingMinor },
    { shows: 'change', changeMinor: size === 'usual' ? 3_710 : amountMinor },
    { shows: 'thanks' },
  ]
}
