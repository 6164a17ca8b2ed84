import { Hand } from 'lucide-react'
import { useState } from 'react'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import { failed, type Result } from '../../../src-shared/result.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { Button } from '../../components/Button.tsx'
import { useConsentedCall } from '../../state/consent.ts'
import { useSignedIn } from '../../state/till.ts'
import { useWords } from '../../state/words.ts'
import { factsOf, paymentActs, permissionOf, type Given, type PaymentAct } from './handActs.ts'
import { HandDialog } from './HandDialog.tsx'

/** What a person may decide about this payment now: one button each, by himself or with consent. */
export function HandActions({ payment }: { readonly payment: PaymentView }) {
  const call = useConsentedCall()
  const { permissions, withOverride } = useSignedIn()
  const { texts } = useWords()
  const [open, setOpen] = useState<PaymentAct | null>(null)
  const { paymentId } = payment
  const facts = factsOf(payment)
  const offered = paymentActs.filter((act) => {
    const permission = permissionOf(act)
    const mayAsk = permissions.includes(permission) || withOverride.includes(permission)
    return mayAsk && payment.actions.includes(act)
  })

  const decide = (act: PaymentAct, given: Given): Promise<Result<unknown> | null> => {
    const { reason, evidence, decision } = given
    const amount = act === 'acceptShortfall' ? facts['short'] : facts['amount']
    const what = fill(texts.hand.asks[act], { amount: amount ?? '' })
    switch (act) {
      case 'confirmPaid':
        return call('payment.confirmPaid', { paymentId, evidence, reason }, what, reason)
      case 'decideConflict':
        return decision === null
          ? Promise.resolve(failed('notPossibleNow'))
          : call('payment.decideConflict', { paymentId, decision, reason }, what, reason)
      case 'releaseGoods':
      case 'acceptShortfall':
      case 'freeSale':
      case 'endUnasked':
      case 'confirmNotPaid':
        return call(`payment.${act}`, { paymentId, reason }, what, reason)
    }
  }

  // What was possible when the dialog was opened may not be any more.
  const shown = offered.find((act) => act === open)
  if (offered.length === 0) return null
  return (
    <div className="hand-actions">
      {offered.map((act) => (
        <Button key={act} icon={Hand} onPress={() => setOpen(act)} data-testid={`hand-${act}`}>
          {texts.hand[act].button}
        </Button>
      ))}
      {shown !== undefined && (
        <HandDialog
          key={shown}
          act={shown}
          facts={facts}
          decide={(given) => decide(shown, given)}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  )
}
