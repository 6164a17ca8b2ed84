import { useRef } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { Receipt as ReceiptDocument } from '../../../src-shared/receipt.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { Button } from '../../components/Button.tsx'
import { useDialogKeys } from '../../state/useKeys.ts'
import { useSettled } from '../../state/useSettled.ts'
import { useWords } from '../../state/words.ts'
import { Receipt } from './Receipt.tsx'

const scrollPx = 160

/** A receipt to be looked at: Enter and Esc lead back to where it was asked for. */
export function ReceiptDialog({
  receipt,
  onClose,
}: {
  readonly receipt: ReceiptDocument
  readonly onClose: () => void
}) {
  const { texts } = useWords()
  // A double press of the Enter that led here is not meant for this dialog.
  const { settled } = useSettled(receipt.number)
  const roll = useRef<HTMLDivElement>(null)
  useDialogKeys({
    key(key) {
      if (key.kind === 'down') roll.current?.scrollBy({ top: scrollPx })
      if (key.kind === 'up') roll.current?.scrollBy({ top: -scrollPx })
      if (key.kind === 'escape' || (key.kind === 'enter' && settled)) onClose()
    },
  })
  return (
    <ModalOverlay className="veil" isOpen isKeyboardDismissDisabled>
      <Modal className="dialog receipt-dialog">
        <Dialog className="dialog-body receipt-body">
          <header className="receipt-head">
            <Heading className="dialog-title" slot="title">
              {fill(texts.receipt.title, { number: receipt.number })}
            </Heading>
            <Button className="receipt-close" onPress={onClose}>
              {texts.frame.close}
            </Button>
          </header>
          <div
            ref={roll}
            className="receipt-roll"
            role="region"
            aria-label={texts.receipt.paper}
            tabIndex={0}
          >
            <Receipt receipt={receipt} />
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
