/**
 * What the cashier has in hand: an amount being typed, a method chosen, the words for a new sale.
 * It is about what to ask next; what has happened is told by the engine alone.
 */
import { useLayoutEffect, useRef, useState } from 'react'
import type { SaleView } from '../../../src-shared/contract/sale.ts'
import type { PaymentId, SaleId } from '../../../src-shared/ids.ts'
import { methodRow, methods, type MethodId } from '../../../src-shared/methods.ts'
import { dueInCoins, readAmount, writeAmount } from '../../../src-shared/money.ts'
import { failed, type Failure } from '../../../src-shared/result.ts'
import { pasteText, typeKey, type Typed } from '../../state/entry.ts'
import type { Key } from '../../state/keys.ts'
import { useScans, type ScanTrouble } from '../../state/scans.ts'
import { useCall, useDevices, useOctopus, useReady, useSale } from '../../state/till.ts'
import { useOneAtATime } from '../../state/useOneAtATime.ts'
import { useSettled } from '../../state/useSettled.ts'

export type Trouble = Failure | ScanTrouble | { readonly code: 'chooseMethod' }

export type Details = { readonly reference: string; readonly description: string }
const noDetails: Details = { reference: '', description: '' }

/** A tendered amount has no ceiling of its own: the most that an amount can be. */
const mostMinor = 9_999_999_999

export type Desk = ReturnType<typeof useDesk>

export function useDesk() {
  const call = useCall()
  const sale = useSale()
  const { ceilingMinor, methods: set, scanned } = useReady()
  const devices = useDevices()
  const octopus = useOctopus()
  const scans = useScans()
  const { busy, run } = useOneAtATime()
  const stage = stageOf(sale)
  const step = `${stage}/${sale?.livePaymentId ?? ''}/${sale?.payments.length ?? 0}/${sale?.state ?? ''}`
  const { settled, settle } = useSettled(step)
  const [hand, setHand] = useState({ stage, entry: '', method: null as MethodId | null })
  const [details, setDetails] = useState(noDetails)
  const [said, setSaid] = useState<{ step: string; trouble: Trouble } | null>(null)
  const [opened, setOpened] = useState<PaymentId | null>(null)

  // What was typed for another stage is out of the hand by itself.
  const { entry, method: chosen } = hand.stage === stage ? hand : { entry: '', method: null }
  // A code that waits for its amount says how the customer pays, until something else is chosen.
  const method = chosen ?? scanned?.method ?? null
  const trouble = said?.step === step ? said.trouble : scans.trouble
  // An answer that comes late belongs to the step that is on the screen by then.
  const stepNow = useRef(step)
  useLayoutEffect(() => {
    stepNow.current = step
  }, [step])
  const say = (next: Trouble | null) => {
    scans.forgetTrouble()
    setSaid(next && { step: stepNow.current, trouble: next })
  }

  const take = (typed: Typed) => {
    settle()
    setHand({ stage, entry: typed.text, method: chosen })
    say(typed.refused === null ? null : failed(typed.refused, { ceilingMinor }).failure)
  }

  const choose = (id: MethodId) => {
    settle()
    if (sale?.state === 'completed') return
    if (sale && sale.livePaymentId !== null) return say(failed('paymentInFlight').failure)
    const state = set.find((row) => row.id === id)?.state ?? 'notSetUp'
    if (state === 'notSetUp') return say(failed('methodNotSetUp', { method: id }).failure)
    if (state === 'notNow') return say(failed('methodNeedsLine', { method: id }).failure)
    const blocked = state === 'blocked' ? whoBlocks(id) : null
    if (blocked) return say(blocked)
    say(null)
    setOpened(null)
    setHand({ stage, entry, method: chosen === id ? null : id })
  }

  /** @returns null: not known, and whoever is asked to charge says so */
  const whoBlocks = (id: MethodId): Failure | null => {
    if (methodRow(id).flow === 'octopusReader') {
      const reader = octopus?.reader
      if (!reader?.blockedBy) return null
      return failed('octopusHasUnknown', { reader: reader.profile.name }).failure
    }
    const terminal = devices?.terminals.find(({ blockedBy }) => blockedBy !== null)
    if (!terminal) return null
    return failed('terminalHasUnknown', { terminal: terminal.profile.name }).failure
  }

  /** @param theirCode whether it is with the customer's code that was scanned last */
  const charge = async (
    saleId: SaleId,
    by: MethodId,
    amountMinor: number,
    theirCode = by === scanned?.method,
  ) => {
    if (by === 'cash') {
      const answer = await call('payment.takeCash', { saleId, tenderedMinor: amountMinor })
      if (!answer.ok) say(answer.failure)
      return
    }
    const flow = theirCode ? ({ flow: 'customerCode' } as const) : {}
    const answer = await call('payment.charge', { saleId, method: by, amountMinor, ...flow })
    if (!answer.ok) return say(answer.failure)
    if (methodRow(by).flow !== 'awaitingFunds') return
    // It keeps nobody from going on: what the customer needs is shown, and no Enter asks for it twice.
    setOpened(answer.value.paymentId)
    setHand((now) => ({ ...now, entry: '', method: null }))
  }

  /** @param tendered what the customer has put down already, as text to go on from */
  const open = async (by: MethodId | null, tendered: string, theirCode?: boolean) => {
    const total = readAmount(entry, ceilingMinor)
    if (!total.ok) return say(failed(total.code, { ceilingMinor }).failure)
    const answer = await call('sale.open', { totalMinor: total.amountMinor, ...details })
    if (!answer.ok) return say(answer.failure)
    const { saleId } = answer.value
    setDetails(noDetails)
    // Whatever was pressed since the sale came on the screen is for it, and stays in the hand.
    setHand((now) => {
      const itsStage = stageOfNew(saleId)
      const pressed = now.stage === itsStage ? now : { entry: '', method: null }
      return {
        stage: itsStage,
        entry: pressed.entry === '' ? tendered : pressed.entry,
        method: pressed.method ?? by,
      }
    })
    // How much cash was received is asked for next: the total is not what was put down.
    if (by === null || by === 'cash') return
    await charge(saleId, by, dueOf(total.amountMinor, by), theirCode)
  }

  const pay = async (now: SaleView) => {
    if (method === null) return say({ code: 'chooseMethod' })
    if (entry === '') return charge(now.saleId, method, dueBy(now, method))
    const read = readAmount(entry, method === 'cash' ? mostMinor : ceilingMinor)
    if (!read.ok) return say(failed(read.code, { ceilingMinor }).failure)
    return charge(now.saleId, method, read.amountMinor)
  }

  /** A customer's code: charged at once where it is plain how much, else it waits for that. */
  const takeCode = async (text: string) => {
    say(null)
    const typed = readAmount(entry, ceilingMinor)
    const amountMinor =
      entry === '' ? (sale?.restMinor ?? null) : typed.ok ? typed.amountMinor : null
    const known = sale?.state === 'open' && amountMinor !== null
    const answer = await call('payment.scan', {
      text,
      charge: known ? { saleId: sale.saleId, amountMinor } : null,
    })
    if (!answer.ok) return say(answer.failure)
    if (answer.value.became === 'payment') return
    setHand((now) => (now.stage === stage ? { ...now, method: null } : now))
    if (entry === '') return
    if (!typed.ok) return say(failed(typed.code, { ceilingMinor }).failure)
    // Only a code that is taken opens a sale: anything else may be scanned by mistake.
    if (!sale) await open(answer.value.method, '', true)
  }

  const forgetScan = () =>
    run(async () => {
      const answer = await call('payment.forgetScan', {})
      say(answer.ok ? null : answer.failure)
    })

  return {
    entry,
    method,
    scanned,
    details,
    setDetails,
    trouble,
    say,
    busy,
    settled,
    choose,
    /** A transfer whose instructions are shown; it need not be of the sale on the screen any more. */
    opened,
    setOpened,
    forgetScan,
    /** @param text null: it could not be read whole */
    scan: (text: string | null) => {
      settle()
      if (text === null) return say({ code: 'scanUnreadable' })
      if (busy || (sale && sale.livePaymentId !== null)) return say({ code: 'scanInFlight' })
      run(() => takeCode(text))
    },
    type: (key: Key) => {
      if (key.kind === 'function') {
        const row = methods.find((one) => one.key === key.name)
        if (row) choose(row.id)
      } else if (key.kind !== 'enter' && key.kind !== 'escape') {
        take(typeKey(entry, key))
      }
    },
    paste: (text: string) => take(pasteText(entry, text, ceilingMinor)),
    /** Notes that the customer puts down. With no sale yet, the typed amount becomes its total. */
    tender: (tenderedMinor: number | 'exact') => {
      settle()
      const text = tenderedMinor === 'exact' ? '' : writeAmount(tenderedMinor, 'plain')
      say(null)
      if (sale) setHand({ stage, entry: text, method: 'cash' })
      else run(() => open('cash', text))
    },
    /** Takes a part by another method, which is to be chosen, so that the rest fits on an Octopus. */
    split: (partMinor: number) => {
      settle()
      say(null)
      setHand({ stage, entry: writeAmount(partMinor, 'plain'), method: null })
    },
    /** Enter or Charge. */
    go: () => {
      if (!settled) return
      run(async () => {
        say(null)
        if (sale) await pay(sale)
        else await open(method, '')
      })
    },
    /** Esc: one step back, the last thing first. */
    back: () => {
      settle()
      if (trouble) say(null)
      else if (entry !== '') setHand({ stage, entry: '', method: chosen })
      else if (chosen !== null) setHand({ stage, entry: '', method: null })
      else if (scanned) forgetScan()
    },
  }
}

/** What is to be paid by a method when nothing else was typed. */
export const dueBy = (sale: SaleView, method: MethodId | null): number =>
  methods.find(({ id }) => id === method)?.inCoins === true ? sale.restInCoinsMinor : sale.restMinor

/** And of a sale that is only being opened. */
const dueOf = (totalMinor: number, method: MethodId): number =>
  methodRow(method).inCoins ? dueInCoins(totalMinor) : totalMinor

const stageOfNew = (saleId: SaleId): string => `${saleId}/0`
const stageOf = (sale: SaleView | null): string =>
  sale
    ? `${sale.saleId}/${sale.payments.filter(({ state }) => state === 'succeeded').length}`
    : 'new'
