/** What the till says of an Octopus at its reader: what happened to the money, and which card has to come. */
import { describe, expect, test } from 'vitest'
import { faceOf, spokenFace } from '../../src-renderer/screens/customer/faces.ts'
import { goesWords, isFromDrawer } from '../../src-renderer/screens/refund/refundWords.ts'
import { evidenceWords, handWords, paymentActs } from '../../src-renderer/screens/tray/handActs.ts'
import { tellWords, tryingWords } from '../../src-renderer/screens/tray/trayWords.ts'
import {
  coachOf,
  needsHelp,
  octopusFacts,
  octopusNotes,
  shortfallOf,
  splitMinor,
} from '../../src-renderer/state/octopusWords.ts'
import {
  cancelWords,
  providerOf,
  stateName,
  stateWord,
  tellOf,
  toneOf,
  wordsOf,
} from '../../src-renderer/state/paymentWords.ts'
import { languages } from '../../src-shared/contract/counter.ts'
import type { CustomerShows } from '../../src-shared/contract/display.ts'
import { paymentStates, readerSteps, type ReaderStep } from '../../src-shared/contract/sale.ts'
import type { TrayItem } from '../../src-shared/contract/tray.ts'
import { octopusRefusals, writeRefusal } from '../../src-shared/octopusFacts.ts'
import { textsIn } from '../../src-shared/texts/index.ts'
import { octopusTold, octopusView } from '../harness/paymentView.ts'

const english = textsIn('en')
const { steps, refusals } = english.octopus
const nowMs = 60_000
const broken = /[{}]|undefined|NaN|\[object/u
type Told = Parameters<typeof octopusView>[0]
const say = (told: Told): readonly string[] => wordsOf(english, octopusView(told), nowMs)
const incomplete = (step: ReaderStep, cardNumber: string | null = '88888888') =>
  octopusView({ state: 'unknown', reader: { step, cardNumber, code: 100_022, letGoAtMs: 80_000 } })

describe('the same card again', () => {
  test('is asked for in these words, and promises that it is not charged twice', () => {
    const asks = languages.map(
      (language) => coachOf(textsIn(language), incomplete('sameCard'))?.ask,
    )
    expect(asks).toEqual([
      'Incomplete. Tap the SAME Octopus again. It will not be charged twice.',
      '交易未完成，請用同一張八達通再拍，不會重複扣款。',
      '交易未完成，请用同一张八达通再拍，不会重复扣款。',
    ])
  })

  test('another card is told which one has to come', () => {
    const asks = languages.map(
      (language) => coachOf(textsIn(language), incomplete('otherCard'))?.ask,
    )
    expect(asks).toEqual([
      'Please tap Octopus 88888888 again',
      '請重試（八達通號碼 88888888）',
      '请重试（八达通号码 88888888）',
    ])
    expect(coachOf(english, incomplete('otherCard', null))?.ask, 'whose number was erased').toBe(
      steps.sameCard.ask,
    )
  })

  test('its number stands there once, and never where any card may come', () => {
    expect(coachOf(english, incomplete('sameCard'))?.number).toBe('88888888')
    expect(coachOf(english, incomplete('cardTells'))?.number).toBe('88888888')
    expect(coachOf(english, incomplete('otherCard'))?.number).toBeNull()
    expect(coachOf(english, octopusView({ reader: { cardNumber: '88888888' } }))?.number).toBeNull()
  })

  test('is unknown, and never called not paid or paid', () => {
    for (const step of ['sameCard', 'otherCard', 'asking', 'cardTells', 'away'] as const) {
      const payment = incomplete(step)
      expect(toneOf(payment), step).toBe('unknown')
      expect(coachOf(english, payment)?.money, step).toMatch(/not know/iu)
      expect(tellOf(english, payment), 'the coach says it').toBeNull()
    }
  })

  test('the customer reads the same two sentences', () => {
    for (const language of languages) {
      const texts = textsIn(language)
      const face = (step: 'sameCard' | 'otherCard') =>
        faceOf(texts, {
          shows: 'octopus',
          method: 'octopus',
          amountMinor: 8_880,
          step,
          cardNumber: '88888888',
        })
      for (const step of ['sameCard', 'otherCard'] as const) {
        expect(face(step).title).toBe(coachOf(texts, incomplete(step))?.ask)
        expect(face(step).tone).toBe('unknown')
        expect(face(step).sum, 'nothing more is to be paid').toBeNull()
      }
    }
  })
})

describe('while a card is awaited', () => {
  test('nothing alarms: it is work going on', () => {
    for (const step of ['tap', 'tapAgain', 'exchanging', 'away', 'waits'] as const) {
      const payment = octopusView({ reader: { step, there: step !== 'away' } })
      expect(toneOf(payment), step).toBe('working')
      expect(coachOf(english, payment)?.money, step).toMatch(/^Nothing (?:is|was) taken/u)
    }
  })

  test('a line that goes while a card is being charged leaves it unknown', () => {
    const away = { step: 'away', there: false } as const
    expect(say({ reader: away })[0]).toBe(steps.away.money)
    expect(say({ reader: { ...away, letGoAtMs: 80_000 } })[0]).toBe(steps.awayUnknown.money)
    expect(say({ state: 'processing', reader: away })[0]).toBe(steps.awayUnknown.money)
    expect(say({ state: 'unknown', reader: null })[0], 'no reader is set up any more').toBe(
      steps.awayUnknown.money,
    )
  })

  test('help comes where the reader has to answer and does not', () => {
    const at = (step: ReaderStep, atMs: number) =>
      needsHelp(octopusView({ reader: { step } }), atMs)
    expect(at('reading', 4_999)).toBe(false)
    expect(at('reading', 5_000)).toBe(true)
    expect(at('asking', 5_000)).toBe(true)
    expect(at('tap', nowMs), 'it waits for the customer, not for the reader').toBe(false)
    expect(at('away', nowMs), 'it is said already').toBe(false)
  })

  test('a cancel says that nothing was taken, and that a last tap counts', () => {
    expect(cancelWords(english, octopusView())).toMatch(/^Nothing has been taken.*counts as paid/u)
    expect(say({ state: 'closing' })[0]).toBe(steps.closing.money)
    expect(say({ state: 'closed', closeReason: 'expired' })[0]).toBe(english.octopus.words.noCard)
  })
})

describe('refused', () => {
  test('says first that nothing was taken, and the number last', () => {
    for (const why of octopusRefusals) {
      const said = say({ state: 'failed', reader: null, refusal: writeRefusal(why, 100_019) })
      expect(said[0], why).toBe(refusals[why])
      expect(said[0], why).toMatch(/^Nothing was taken/u)
      expect(said.at(-1), why).toBe('Code 100019')
    }
    const proved = {
      state: 'failed',
      reader: null,
      refusal: writeRefusal('notTaken', null),
    } as const
    expect(say(proved)).toEqual([refusals.notTaken])
    expect(stateWord(english, octopusView(proved))).toBe('Not paid')
  })

  test('in somebody else’s words says nothing of a bank', () => {
    const said = say({ state: 'failed', reader: null, refusal: 'no power' })
    expect(said).toEqual([english.octopus.words.notTaken, 'The Octopus reader: “no power”'])
  })

  const short = (valueMinor: number | null) =>
    octopusView({
      state: 'failed',
      reader: null,
      refusal: writeRefusal('notEnoughValue', 100_048),
      octopus: { ...octopusTold, valueMinor },
    })

  test('too little value: what remains and what is missing, and the split', () => {
    const payment = short(4_650)
    expect(wordsOf(english, payment, nowMs)).toEqual([
      refusals.notEnoughValue,
      'Remaining value HK$46.5, HK$42.30 missing.',
      'Code 100048',
    ])
    expect(shortfallOf(payment)).toEqual({ remainingMinor: 4_650, shortMinor: 4_230 })
    expect(splitMinor(payment, 8_880)).toBe(4_230)
    // Of a part payment: what has to come another way before the rest of the sale fits on it.
    expect(splitMinor(payment, 20_000)).toBe(15_350)
  })

  test('nothing on it, or hidden: another means alone', () => {
    for (const valueMinor of [0, -350]) {
      const payment = short(valueMinor)
      expect(shortfallOf(payment)?.shortMinor, 'below nothing counts as nothing').toBe(8_880)
      expect(splitMinor(payment, 8_880)).toBeNull()
      expect(wordsOf(english, payment, nowMs)).toContain(english.octopus.shortfall.otherMeans)
    }
    expect(wordsOf(english, short(-350), nowMs).join(' ')).toContain('-HK$3.5,')
    expect(splitMinor(short(null), 8_880)).toBeNull()
    expect(wordsOf(english, short(null), nowMs)).toContain(english.octopus.shortfall.hidden)
    expect(wordsOf(english, short(null), nowMs).join(' ')).not.toContain('HK$')
  })

  test('no other refusal offers a split', () => {
    const blocked = { state: 'failed', refusal: 'blocked 100019', octopus: octopusTold } as const
    expect(splitMinor(octopusView({ ...blocked, reader: null }), 8_880)).toBeNull()
  })
})

describe('paid', () => {
  const paid = octopusView({ state: 'succeeded', reader: null, octopus: octopusTold })

  test('says what remains, to one decimal, and whose it is', () => {
    expect(wordsOf(english, paid, nowMs)).toEqual(['Paid.', 'Remaining value HK$46.5.'])
    expect(octopusNotes(english, paid)).toEqual(['Octopus 88888888', 'Remaining value HK$46.5'])
  })

  test('a card that hides its value shows none, and an erased number is no number', () => {
    const octopus = { ...octopusTold, valueMinor: null, cardNumber: null }
    expect(octopusNotes(english, { octopus })).toEqual([])
    const facts = new Map(octopusFacts(english, octopus))
    expect(facts.get('Remaining value')).toBe('Not shown')
    expect(facts.get('Octopus no.')).toBe('Erased')
  })

  test('the history has everything that the reader told', () => {
    expect(octopusFacts(english, octopusTold)).toEqual([
      ['Octopus no.', '88888888'],
      ['Device no.', '4711'],
      ['Shop no.', '12'],
      ['Remaining value', 'HK$46.5'],
      ['Last add value', '2026-11-03, cash'],
      ['Reader’s time', '2026-11-21 14:03:22'],
    ])
  })

  test('is given back in cash: nothing can be put onto an Octopus here', () => {
    expect(isFromDrawer(paid)).toBe(true)
    expect(goesWords(english, 'octopus')).toMatch(/Octopus.*in cash/u)
  })
})

describe('nobody knows, and its sale went on', () => {
  const freed = octopusView({ state: 'unknown', atRisk: true, reader: null })
  const item = (payment: typeof freed): TrayItem => ({
    about: 'payment',
    payment,
    discrepancy: null,
    refund: null,
    saleReference: '',
    saleDescription: '',
    saleState: 'open',
    sinceMs: 0,
  })

  test('the customer who comes back is looked at, and never charged again', () => {
    expect(wordsOf(english, freed, nowMs)[0]).toMatch(/Not known.*not charged again/u)
    expect(coachOf(english, freed), 'nobody stands at the reader').toBeNull()
    const tried = tryingWords(english, item(freed), nowMs).join(' ')
    expect(tried).toMatch(/same Octopus.*Check now.*never charged again/u)
    expect(tellWords(english, item(freed))).toMatch(/same Octopus/u)
  })

  test('before that the tray sends the cashier back to the coach', () => {
    const waits = item(incomplete('sameCard'))
    expect(tryingWords(english, waits, nowMs)).toEqual([
      steps.sameCard.ask,
      english.octopus.tray.atTill,
    ])
    expect(tellWords(english, waits)).toContain('not be charged twice')
  })

  test('what a person decides speaks of the Octopus, and not of a slip', () => {
    expect(evidenceWords(english, freed).evidence).toBe(english.hand.octopus.evidence)
    for (const language of languages) {
      for (const act of paymentActs) {
        const words = handWords(textsIn(language), act, freed)
        const all = [words.title, words.means, words.more, words.confirm]
        expect(all.join(' '), `${language} ${act}`).not.toMatch(/slip|單據|单据|undefined/u)
        expect(Object.values(words.reasons).length).toBe(3)
      }
    }
  })
})

test('the reader is who is asked about it', () => {
  expect(providerOf(english, { method: 'octopus' })).toBe('the Octopus reader')
})

describe.for(languages)('in %s', (language) => {
  const texts = textsIn(language)

  test('every step has its words, and each state another than the one before', () => {
    const words = readerSteps.flatMap((step) =>
      (['awaitingPayer', 'processing', 'unknown'] as const).map((state) => {
        const coach = coachOf(texts, octopusView({ state, reader: { step, cardNumber: '1' } }))
        expect(coach, step).not.toBeNull()
        return [coach?.word, coach?.money, coach?.ask].join(' ')
      }),
    )
    for (const said of words) expect(said).not.toMatch(broken)
    for (const state of paymentStates) {
      expect(stateName(texts, 'octopusReader', state)).not.toMatch(broken)
    }
  })

  test('the customer’s screen has a face for every step, spoken too', () => {
    const attempt = { method: 'octopus', amountMinor: 8_880 } as const
    const all: readonly Exclude<CustomerShows, { shows: 'code' }>[] = [
      ...(['tap', 'again', 'reading', 'sameCard', 'otherCard', 'wait'] as const).flatMap((step) =>
        [null, '88888888'].map((cardNumber) => ({
          shows: 'octopus' as const,
          ...attempt,
          step,
          cardNumber,
        })),
      ),
      { shows: 'paid', totalMinor: 8_880, remainingMinor: 4_650 },
      {
        shows: 'notPaid',
        ...attempt,
        why: 'notEnoughValue',
        remainingMinor: 4_650,
        hadCode: false,
        restMinor: 8_880,
      },
    ]
    const spoken = all.map((shows) => spokenFace(faceOf(texts, shows)))
    for (const said of spoken) expect(said).not.toMatch(broken)
    const told = spoken.slice(-2)
    expect(told.filter((said) => said.includes('HK$46.5.'))).toEqual(told)
  })
})
