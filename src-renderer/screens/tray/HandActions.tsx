import { Hand } from 'lucide-react'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import { Button } from '../../components/Button.tsx'
import { useSignedIn } from '../../state/till.ts'
import { useWords } from '../../state/words.ts'
import { paymentActs, permissionOf } from './handActs.ts'
import { useOpenHand } from './HandProvider.tsx'

/** What a person may decide about this payment now: one button each, by himself or with consent. */
export function HandActions({ payment }: { readonly payment: PaymentView }) {
  const open = useOpenHand()
  const { permissions, withOverride } = useSignedIn()
  const { texts } = useWords()
  const offered = paymentActs.filter((act) => {
    const permission = permissionOf(act)
    const mayAsk = permissions.includes(permission) || withOverride.includes(permission)
    return mayAsk && payment.actions.includes(act)
  })
  if (offered.length === 0) return null
  return (
    <div className="hand-actions">
      {offered.map((act) => (
        <Button
          key={act}
          icon={Hand}
          onPress={() => open({ act, payment, discrepancy: null })}
          data-testid={`hand-${act}`}
        >
          {texts.hand[act].button}
        </Button>
      ))}
    </div>
  )
}
