import { createContext, useCallback, useContext, useState, type ReactNode } from 'react'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import type { RefundView } from '../../../src-shared/contract/refund.ts'
import type { DiscrepancyView } from '../../../src-shared/contract/tray.ts'
import { showAmount } from '../../../src-shared/money.ts'
import { failed, type Result } from '../../../src-shared/result.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { useConsentedCall, type ConsentedCall } from '../../state/consent.ts'
import { useSale, useTray } from '../../state/till.ts'
import { useWords } from '../../state/words.ts'
import { closes, factsOf, isOpen, type Given, type HandAct } from './handActs.ts'
import { HandDialog } from './HandDialog.tsx'

/** What somebody is about to decide, as it was when he began. */
export type Asked = {
  readonly act: HandAct
  readonly payment: PaymentView
  /** The money beyond the payment that it is about; null: the payment itself. */
  readonly discrepancy: DiscrepancyView | null
  /** The refund that it is about, where it is about one. */
  readonly refund?: RefundView
}

const HandContext = createContext<((asked: Asked) => void) | null>(null)

export function useOpenHand(): (asked: Asked) => void {
  const open = useContext(HandContext)
  if (!open) throw new Error('used outside its context')
  return open
}

/** One dialog for every decision by hand: it stays, and says so, when what it was about is settled. */
export function HandProvider({ children }: { readonly children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const open = useCallback((next: Asked) => setAsked(next), [])
  return (
    <HandContext value={open}>
      {children}
      {asked && <Asking asked={asked} onClose={() => setAsked(null)} />}
    </HandContext>
  )
}

function Asking(props: { readonly asked: Asked; readonly onClose: () => void }) {
  const { asked, onClose } = props
  const { act, payment, discrepancy, refund } = asked
  const call = useConsentedCall()
  const tray = useTray()
  const sale = useSale()
  const { texts } = useWords()
  const money = refund ?? discrepancy
  const facts = money ? { amount: showAmount(money.amountMinor) } : factsOf(payment)
  const amount = act === 'acceptShortfall' ? facts['short'] : facts['amount']
  const what = fill(texts.hand.asks[act], { amount: amount ?? '' })
  return (
    <HandDialog
      act={act}
      payment={payment}
      facts={facts}
      over={!isOpen(asked, tray, sale)}
      decide={(given) => decide(call, asked, given, what)}
      onClose={onClose}
    />
  )
}

function decide(
  call: ConsentedCall,
  { act, payment, discrepancy, refund }: Asked,
  { reason, evidence, decision }: Given,
  what: string,
): Promise<Result<unknown> | null> {
  const { paymentId } = payment
  const impossible = Promise.resolve(failed('notPossibleNow'))
  switch (act) {
    case 'keep':
    case 'writeOff': {
      if (!discrepancy) return impossible
      const { discrepancyId } = discrepancy
      const input = { discrepancyId, decision: closes[act], reason }
      return call('discrepancy.close', input, what, reason)
    }
    case 'refundGiven':
    case 'refundNotGiven': {
      if (!refund) return impossible
      const input = { refundId: refund.refundId, given: act === 'refundGiven', reason }
      return call('refund.decide', input, what, reason)
    }
    case 'confirmPaid':
      return call('payment.confirmPaid', { paymentId, evidence, reason }, what, reason)
    case 'decideConflict':
      if (decision === null) return impossible
      return call('payment.decideConflict', { paymentId, decision, reason }, what, reason)
    case 'releaseGoods':
    case 'acceptShortfall':
    case 'freeSale':
    case 'endUnasked':
    case 'acceptDenial':
    case 'confirmNotPaid':
      return call(`payment.${act}`, { paymentId, reason }, what, reason)
  }
}
