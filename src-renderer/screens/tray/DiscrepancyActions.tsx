import { Hand } from 'lucide-react'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import type { DiscrepancyView } from '../../../src-shared/contract/tray.ts'
import { Button } from '../../components/Button.tsx'
import { useSignedIn } from '../../state/till.ts'
import { useWords } from '../../state/words.ts'
import { RefundButton } from '../refund/RefundButton.tsx'
import { refundEnded } from '../refund/refundWords.ts'
import { discrepancyActs, permissionOf } from './handActs.ts'
import { useOpenHand } from './HandProvider.tsx'

/** What becomes of money beyond what was owed: given back, kept, or written off. */
export function DiscrepancyActions(props: {
  readonly payment: PaymentView
  readonly discrepancy: DiscrepancyView
}) {
  const { payment, discrepancy } = props
  const open = useOpenHand()
  const { permissions, withOverride } = useSignedIn()
  const { texts } = useWords()
  const underWay = discrepancy.refunds.some((refund) => !refundEnded(refund))
  if (underWay) return null

  const offered = discrepancyActs.filter((act) => {
    const permission = permissionOf(act)
    return permissions.includes(permission) || withOverride.includes(permission)
  })
  return (
    <div className="hand-actions">
      <RefundButton payment={payment} discrepancy={discrepancy} />
      {offered.map((act) => (
        <Button
          key={act}
          icon={Hand}
          onPress={() => open({ act, payment, discrepancy })}
          data-testid={`hand-${act}`}
        >
          {texts.hand[act].button}
        </Button>
      ))}
    </div>
  )
}
