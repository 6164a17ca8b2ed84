import { Hand } from 'lucide-react'
import { useState } from 'react'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import type { DiscrepancyView } from '../../../src-shared/contract/tray.ts'
import { showAmount } from '../../../src-shared/money.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { Button } from '../../components/Button.tsx'
import { useConsentedCall } from '../../state/consent.ts'
import { useSignedIn } from '../../state/till.ts'
import { useWords } from '../../state/words.ts'
import { RefundButton } from '../refund/RefundButton.tsx'
import { refundEnded } from '../refund/refundWords.ts'
import type { Given } from './handActs.ts'
import { HandDialog } from './HandDialog.tsx'

const acts = ['keep', 'writeOff'] as const
const decisions = { keep: 'kept', writeOff: 'writtenOff' } as const

/** What becomes of money beyond what was owed: given back, kept, or written off. */
export function DiscrepancyActions(props: {
  readonly payment: PaymentView
  readonly discrepancy: DiscrepancyView
}) {
  const { payment, discrepancy } = props
  const call = useConsentedCall()
  const { permissions, withOverride } = useSignedIn()
  const { texts } = useWords()
  const [open, setOpen] = useState<(typeof acts)[number] | null>(null)
  const mayDecide = permissions.includes('confirmByHand') || withOverride.includes('confirmByHand')
  const underWay = discrepancy.refunds.some((refund) => !refundEnded(refund))
  if (underWay) return null

  const facts = { amount: showAmount(discrepancy.amountMinor) }
  const decide = (act: (typeof acts)[number], { reason }: Given) =>
    call(
      'discrepancy.close',
      { discrepancyId: discrepancy.discrepancyId, decision: decisions[act], reason },
      fill(texts.hand.asks[act], facts),
      reason,
    )
  return (
    <div className="hand-actions">
      <RefundButton payment={payment} discrepancy={discrepancy} />
      {mayDecide &&
        acts.map((act) => (
          <Button key={act} icon={Hand} onPress={() => setOpen(act)} data-testid={`hand-${act}`}>
            {texts.hand[act].button}
          </Button>
        ))}
      {open !== null && (
        <HandDialog
          key={open}
          act={open}
          facts={facts}
          decide={(given) => decide(open, given)}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  )
}
