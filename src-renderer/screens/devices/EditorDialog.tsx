import { useRef, useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { TerminalId, TerminalProfile } from '../../../src-shared/contract/devices.ts'
import type { Failure } from '../../../src-shared/result.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { Alert } from '../../components/Alert.tsx'
import { Button } from '../../components/Button.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { Hints } from '../../components/KeyHints.tsx'
import { useCall } from '../../state/till.ts'
import { useFocusBack } from '../../state/useFocusBack.ts'
import { useDialogKeys } from '../../state/useKeys.ts'
import { useOneAtATime } from '../../state/useOneAtATime.ts'
import { useWords } from '../../state/words.ts'
import { EditorProtocol, EditorSkills, EditorSpecial, EditorTimes } from './EditorAbilities.tsx'
import { EditorField } from './EditorField.tsx'
import { EditorPort } from './EditorPort.tsx'
import {
  draftOf,
  newDraft,
  readDraft,
  type Change,
  type Draft,
  type DraftField,
  type EditorPart,
} from './draft.ts'

const nothing: ReadonlySet<DraftField> = new Set()

/** Sets up a terminal. What is wrong is said at its field, and nothing is sent until it is right. */
export function EditorDialog(props: {
  readonly id: TerminalId
  /** null: a new one. */
  readonly profile: TerminalProfile | null
  readonly onClose: () => void
  readonly onSaved: () => void
}) {
  const { id, profile, onClose, onSaved } = props
  const call = useCall()
  const { texts, failure } = useWords()
  const { editor } = texts.devices
  const { busy, run } = useOneAtATime()
  const [first] = useState<Draft>(() => (profile ? draftOf(profile) : newDraft(id)))
  const [draft, setDraft] = useState(first)
  const [tried, setTried] = useState(false)
  const [finding, setFinding] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const [refused, setRefused] = useState<Failure | null>(null)
  const fields = useRef<HTMLDivElement>(null)

  const read = readDraft(draft)
  const wrong = tried && !read.ok ? read.wrong : nothing
  const change = (next: Change) => {
    setRefused(null)
    setDraft((now) => (typeof next === 'function' ? next(now) : { ...now, ...next }))
  }
  const save = () => {
    if (finding) return
    setTried(true)
    if (!read.ok) {
      // Once it is marked.
      requestAnimationFrame(() => {
        const marked = fields.current?.querySelector('[data-invalid] input')
        if (marked instanceof HTMLElement) marked.focus()
      })
      return
    }
    run(async () => {
      const answer = await call('devices.saveTerminal', { profile: read.profile })
      if (answer.ok) onSaved()
      else setRefused(answer.failure)
    })
  }
  const close = () => {
    if (busy) return
    if (JSON.stringify(draft) === JSON.stringify(first)) onClose()
    else setLeaving(true)
  }
  useFocusBack()
  useDialogKeys({
    key(key) {
      if (key.kind === 'escape') close()
      if (key.kind === 'enter') save()
    },
  })

  const leave = () => fields.current?.focus()
  const part: EditorPart = { draft, change, wrong, leave }
  return (
    <ModalOverlay className="veil" isOpen isKeyboardDismissDisabled>
      <Modal className="dialog editor">
        <Dialog className="dialog-body editor-body">
          <Heading className="dialog-title" slot="title">
            {profile ? fill(editor.edit, { name: profile.name }) : editor.add}
          </Heading>
          <div
            className="editor-fields"
            ref={fields}
            tabIndex={-1}
            role="group"
            aria-label={profile ? profile.name : editor.add}
          >
            <div className="editor-column">
              <EditorField
                label={editor.name}
                means={editor.nameMeans}
                hint={editor.nameHint}
                value={draft.name}
                onChange={(name) => change({ name })}
                wrong={wrong.has('name') ? editor.nameWrong : null}
                onLeave={leave}
                testId="name"
              />
              <EditorPort
                {...part}
                ownPath={profile?.path ?? null}
                finding={finding}
                onFinding={setFinding}
              />
              <EditorProtocol {...part} />
            </div>
            <div className="editor-column">
              <EditorSkills {...part} />
              <EditorSpecial {...part} />
              <EditorTimes {...part} />
            </div>
          </div>
          <footer className="editor-foot">
            {wrong.size > 0 && <Alert>{editor.wrong}</Alert>}
            {refused && <Alert>{failure(refused)}</Alert>}
            <div className="dialog-actions">
              <Button onPress={close}>{editor.cancel}</Button>
              <Button
                look="primary"
                busy={busy}
                isDisabled={finding}
                onPress={save}
                data-testid="editor-save"
              >
                {editor.save}
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
