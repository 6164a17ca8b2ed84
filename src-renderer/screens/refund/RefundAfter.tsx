import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import type { RefundId } from '../../../src-shared/ids.ts'
import { showAmount } from '../../../src-shared/money.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { Button } from '../../components/Button.tsx'
import { Hints } from '../../components/KeyHints.tsx'
import { paidName } from '../../state/cardWords.ts'
import { useFocusBack } from '../../state/useFocusBack.ts'
import { useDialogKeys } from '../../state/useKeys.ts'
import { useSettled } from '../../state/useSettled.ts'
import { useWords } from '../../state/words.ts'
import { isFromDrawer, readOnSlip } from './refundWords.ts'
import { RefundState } from './RefundState.tsx'
import { useRefund } from './useRefund.ts'

/** A refund that was just asked for, followed until it is read: it is not done by being asked for. */
export function RefundAfter(props: {
  readonly payment: PaymentView
  readonly refundId: RefundId
  readonly amountMinor: number
  readonly onClose: () => void
}) {
  const { payment, refundId, onClose } = props
  const { texts } = useWords()
  const { settled } = useSettled(refundId)
  const refund = useRefund(payment.paymentId, refundId)
  const amount = showAmount(props.amountMinor)
  useFocusBack()
  useDialogKeys({
    key(key) {
      if (key.kind === 'escape' || (key.kind === 'enter' && settled)) onClose()
    },
  })
  return (
    <ModalOverlay className="veil" isOpen isKeyboardDismissDisabled>
      <Modal className="dialog">
        <Dialog className="dialog-body" role="alertdialog">
          <Heading className="dialog-title" slot="title">
            {fill(texts.refund.what, { amount, method: paidName(texts, payment) })}
          </Heading>
          <p className="unseen" role="status">
            {refund ? texts.refund.states[refund.state] : ''}
          </p>
          <div className="refund-after">
            {refund && <RefundState payment={payment} refund={refund} />}
            {refund?.state === 'succeeded' && isFromDrawer(payment) && (
              <p className="refund-cash">{fill(texts.refund.cashNow, { amount })}</p>
            )}
            {refund && refund.state !== 'succeeded' && !readOnSlip(payment, refund) && (
              <p className="refund-not-done">{texts.refund.notDone}</p>
            )}
          </div>
          <div className="dialog-actions">
            <Button look="primary" onPress={onClose}>
              {texts.refund.done}
            </Button>
          </div>
          <p className="dialog-hints">
            <Hints keys={texts.refund.keysAfter} />
          </p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
