import { Undo2 } from 'lucide-react'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import type { DiscrepancyView } from '../../../src-shared/contract/tray.ts'
import { Button } from '../../components/Button.tsx'
import { useSignedIn } from '../../state/till.ts'
import { useWords } from '../../state/words.ts'
import { useOpenRefund } from './RefundProvider.tsx'

/** Leads to giving money back; shown to whoever may, by himself or with consent. */
export function RefundButton(props: {
  readonly payment: PaymentView
  /** The money beyond the payment that is given back; null: the payment itself. */
  readonly discrepancy: DiscrepancyView | null
}) {
  const { payment, discrepancy } = props
  const open = useOpenRefund()
  const { permissions, withOverride } = useSignedIn()
  const { texts } = useWords()
  const mayAsk = permissions.includes('refund') || withOverride.includes('refund')
  const possible = discrepancy !== null || payment.actions.includes('refund')
  if (!mayAsk || !possible) return null
  const again = (discrepancy ?? payment).refunds.some(({ state }) => state === 'failed')
  return (
    <Button
      look={discrepancy?.bothPaid === true ? 'primary' : 'plain'}
      icon={Undo2}
      onPress={() => open(payment, discrepancy)}
      data-testid="refund"
    >
      {again ? texts.refund.again : texts.refund.button}
    </Button>
  )
}
