import { useState, type ReactNode, type RefObject } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { Failure } from '../../../src-shared/result.ts'
import { Alert } from '../../components/Alert.tsx'
import { Button } from '../../components/Button.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { Hints } from '../../components/KeyHints.tsx'
import { useFocusBack } from '../../state/useFocusBack.ts'
import { useDialogKeys } from '../../state/useKeys.ts'
import { useWords } from '../../state/words.ts'

/** What every dialog that sets up a device has around its fields. What was typed is not lost without a question. */
export function EditorFrame(props: {
  readonly title: string
  /** Of the fields. */
  readonly label: string
  /** It has the focus when a field was left. */
  readonly fields: RefObject<HTMLDivElement | null>
  readonly children: ReactNode
  readonly save: string
  /** Some field needs correction. */
  readonly wrong: boolean
  readonly refused: Failure | null
  readonly busy: boolean
  /** Nothing is saved now. */
  readonly held?: boolean
  readonly changed: () => boolean
  readonly onSave: () => void
  readonly onClose: () => void
}) {
  const { label, fields, busy, onSave, onClose } = props
  const { texts, failure } = useWords()
  const { editor } = texts.devices
  const [leaving, setLeaving] = useState(false)
  const close = () => {
    if (busy) return
    if (props.changed()) setLeaving(true)
    else onClose()
  }
  useFocusBack()
  useDialogKeys({
    key(key) {
      if (key.kind === 'escape') close()
      if (key.kind === 'enter') onSave()
    },
  })
  return (
    <ModalOverlay className="veil" isOpen isKeyboardDismissDisabled>
      <Modal className="dialog editor">
        <Dialog className="dialog-body editor-body">
          <Heading className="dialog-title" slot="title">
            {props.title}
          </Heading>
          <div className="editor-fields" ref={fields} tabIndex={-1} role="group" aria-label={label}>
            {props.children}
          </div>
          <footer className="editor-foot">
            {props.wrong && <Alert>{editor.wrong}</Alert>}
            {props.refused && <Alert>{failure(props.refused)}</Alert>}
            <div className="dialog-actions">
              <Button onPress={close}>{editor.cancel}</Button>
              <Button
                look="primary"
                busy={busy}
                isDisabled={props.held ?? false}
                onPress={onSave}
                data-testid="editor-save"
              >
                {props.save}
              </Button>
            </div>
            <p className="dialog-hints">
              <Hints keys={editor.keys} />
            </p>
          </footer>
          {leaving && (
            <ConfirmDialog
              title={editor.discardTitle}
              keep={editor.discardKeep}
              confirm={editor.discardConfirm}
              onKeep={() => setLeaving(false)}
              onConfirm={onClose}
            >
              <p>{editor.discardText}</p>
            </ConfirmDialog>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

/** Goes to the first field that is marked, once it is. */
export function goToWrong(fields: RefObject<HTMLDivElement | null>): void {
  requestAnimationFrame(() => {
    const marked = fields.current?.querySelector('[data-invalid] input')
    if (marked instanceof HTMLElement) marked.focus()
  })
}
