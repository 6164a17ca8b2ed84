import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { ReactNode } from 'react'
import { useDialogKeys } from '../state/useKeys.ts'
import { Button } from './Button.tsx'

/** Asks before something ends. Esc and the first button change nothing. */
export function ConfirmDialog(props: {
  readonly title: string
  readonly children: ReactNode
  readonly keep: string
  readonly confirm: string
  readonly onKeep: () => void
  readonly onConfirm: () => void
}) {
  return (
    <ModalOverlay className="veil" isOpen onOpenChange={props.onKeep}>
      <Modal className="dialog">
        <Dialog className="dialog-body" role="alertdialog">
          <HoldKeys />
          <Heading className="dialog-title" slot="title">
            {props.title}
          </Heading>
          <div className="dialog-text">{props.children}</div>
          <div className="dialog-actions">
            <Button autoFocus onPress={props.onKeep}>
              {props.keep}
            </Button>
            <Button look="danger" onPress={props.onConfirm}>
              {props.confirm}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

/** While a question is open no key reaches the screen behind it. */
export function HoldKeys() {
  useDialogKeys({})
  return null
}
