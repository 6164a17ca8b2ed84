import { useRef, useState } from 'react'
import type { TerminalId, TerminalProfile } from '../../../src-shared/contract/devices.ts'
import type { Failure } from '../../../src-shared/result.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { useCall } from '../../state/till.ts'
import { useOneAtATime } from '../../state/useOneAtATime.ts'
import { useWords } from '../../state/words.ts'
import { EditorProtocol, EditorSkills, EditorSpecial, EditorTimes } from './EditorAbilities.tsx'
import { EditorField } from './EditorField.tsx'
import { EditorFrame, goToWrong } from './EditorFrame.tsx'
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
  const { editor } = useWords().texts.devices
  const { busy, run } = useOneAtATime()
  const [first] = useState<Draft>(() => (profile ? draftOf(profile) : newDraft(id)))
  const [draft, setDraft] = useState(first)
  const [tried, setTried] = useState(false)
  const [finding, setFinding] = useState(false)
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
    if (!read.ok) return goToWrong(fields)
    run(async () => {
      const answer = await call('devices.saveTerminal', { profile: read.profile })
      if (answer.ok) onSaved()
      else setRefused(answer.failure)
    })
  }

  const leave = () => fields.current?.focus()
  const part: EditorPart = { draft, change, wrong, leave }
  return (
    <EditorFrame
      title={profile ? fill(editor.edit, { name: profile.name }) : editor.add}
      label={profile ? profile.name : editor.add}
      fields={fields}
      save={editor.save}
      wrong={wrong.size > 0}
      refused={refused}
      busy={busy}
      held={finding}
      changed={() => JSON.stringify(draft) !== JSON.stringify(first)}
      onSave={save}
      onClose={onClose}
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
    </EditorFrame>
  )
}
