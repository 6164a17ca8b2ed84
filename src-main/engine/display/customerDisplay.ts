/**
 * The customer display: follows the sale on the till's screen, says thanks when it is paid, and
 * always comes back to the welcome, whether or not anybody touches the till.
 */
import type { CustomerShows } from '../../../src-shared/contract/display.ts'
import type { SaleView } from '../../../src-shared/contract/sale.ts'
import type { PaymentId, SaleId } from '../../../src-shared/ids.ts'
import type { Clock } from '../parts.ts'
import {
  changeOf,
  farewellMs,
  farewellSteps,
  notPaidMs,
  remainingOf,
  showsOf,
  type FarewellStep,
} from './customerShows.ts'

export type CustomerDisplay = {
  readonly shows: () => CustomerShows
  stop(): void
}

type Farewell = {
  readonly saleId: SaleId
  readonly totalMinor: number
  readonly changeMinor: number
  readonly remainingMinor: number | null
  /** The step that is shown and those after it; none: it is over. */
  readonly steps: readonly FarewellStep[]
}

const welcome: CustomerShows = { shows: 'welcome' }
/** A result older than this was read by its customer, who is gone: as after a restart. */
const freshMs = 60_000

export function createCustomerDisplay(parts: {
  readonly clock: Clock
  readonly onScreen: () => SaleView | null
  readonly signedIn: () => boolean
  /** What this shows has changed by itself. */
  readonly changed: () => void
}): CustomerDisplay {
  const { clock, changed } = parts
  let farewell: Farewell | null = null
  let callOff = (): void => undefined
  let callOffNotPaid = (): void => undefined
  /** The attempt whose end without money is being told, and the one whose was. */
  let telling: PaymentId | null = null
  let told: PaymentId | null = null
  let stopped = false

  const enter = (next: Farewell): void => {
    callOff()
    farewell = next
    const [step] = next.steps
    if (step === undefined || stopped) return
    callOff = clock.after(farewellMs[step], () => {
      enter({ ...next, steps: next.steps.slice(1) })
      changed()
    })
  }

  const begin = (sale: SaleView): void => {
    const { saleId, totalMinor } = sale
    const changeMinor = changeOf(sale)
    const remainingMinor = remainingOf(sale)
    const paidAtMs = Math.max(0, ...sale.payments.map(({ endedAtMs }) => endedAtMs ?? 0))
    const fresh = Math.abs(clock.now() - paidAtMs) < freshMs
    enter({
      saleId,
      totalMinor,
      changeMinor,
      remainingMinor,
      steps: fresh ? farewellSteps(changeMinor) : [],
    })
  }

  const showFarewell = ({
    steps,
    totalMinor,
    changeMinor,
    remainingMinor,
  }: Farewell): CustomerShows => {
    const [step] = steps
    if (step === undefined) return welcome
    switch (step) {
      case 'paid':
        return { shows: 'paid', totalMinor, remainingMinor }
      case 'change':
        return { shows: 'change', changeMinor }
      case 'thanks':
        return { shows: 'thanks' }
    }
  }

  /** The result of an attempt goes by itself, whatever becomes of the clock. */
  const noteNotPaid = (sale: SaleView, shows: CustomerShows): void => {
    const attempt = shows.shows === 'notPaid' ? (sale.payments.at(-1)?.paymentId ?? null) : null
    if (attempt === telling || stopped) return
    callOffNotPaid()
    telling = attempt
    if (attempt === null) return
    callOffNotPaid = clock.after(notPaidMs, () => {
      told = attempt
      changed()
    })
  }

  return {
    shows() {
      const sale = parts.onScreen()
      if (sale?.state === 'completed') {
        if (farewell?.saleId !== sale.saleId) begin(sale)
        return farewell ? showFarewell(farewell) : welcome
      }
      if (!sale) {
        // The cashier has gone on: the customer is thanked at once.
        if (farewell && farewell.steps.length > 1) enter({ ...farewell, steps: ['thanks'] })
        return farewell ? showFarewell(farewell) : welcome
      }
      callOff()
      farewell = null
      // Nobody at the till: only what somebody may be paying right now stays.
      if (sale.livePaymentId === null && !parts.signedIn()) return welcome
      const shows = showsOf(sale, clock.now(), told)
      noteNotPaid(sale, shows)
      return shows
    },
    stop() {
      stopped = true
      callOff()
      callOffNotPaid()
    },
  }
}
