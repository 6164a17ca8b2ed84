import { Hand } from 'lucide-react'
import type { RefundView } from '../../../src-shared/contract/refund.ts'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import { Button } from '../../components/Button.tsx'
import { useSignedIn } from '../../state/till.ts'
import { useWords } from '../../state/words.ts'
import { paymentActs, permissionOf, refundActs, type HandAct, type PaymentAct } from './handActs.ts'
import { useOpenHand } from './HandProvider.tsx'

/** What a person may decide about this payment now: one button each, by himself or with consent. */
export function HandActions({
  payment,
  without = null,
}: {
  readonly payment: PaymentView
  /** What has a button of its own here. */
  readonly without?: PaymentAct | null
}) {
  const acts = paymentActs.filter((act) => payment.actions.includes(act) && act !== without)
  return <Acts acts={acts} payment={payment} />
}

/** Whether it is not beyond whoever is signed in, by himself or with consent. */
export function useMayAsk(): (act: HandAct) => boolean {
  const { permissions, withOverride } = useSignedIn()
  return (act) => {
    const permission = permissionOf(act)
    return permissions.includes(permission) || withOverride.includes(permission)
  }
}

/** What became of a refund that nobody knows of, once somebody has read it elsewhere. */
export const RefundActions = (props: {
  readonly payment: PaymentView
  readonly refund: RefundView
}) => <Acts acts={refundActs} {...props} />

function Acts(props: {
  readonly acts: readonly HandAct[]
  readonly payment: PaymentView
  readonly refund?: RefundView
}) {
  const { acts, payment, refund } = props
  const open = useOpenHand()
  const mayAsk = useMayAsk()
  const { texts } = useWords()
  const offered = acts.filter(mayAsk)
  if (offered.length === 0) return null
  return (
    <div className="hand-actions">
      {offered.map((act) => (
        <Button
          key={act}
          icon={Hand}
          onPress={() => open({ act, payment, discrepancy: null, ...(refund && { refund }) })}
          data-testid={`hand-${act}`}
        >
          {texts.hand[act].button}
        </Button>
      ))}
    </div>
  )
}
