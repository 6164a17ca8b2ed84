import { Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Failure } from '../../../../src-shared/result.ts'
import { fill } from '../../../../src-shared/texts/index.ts'
import { Button } from '../../../components/Button.tsx'
import { useCall } from '../../../state/till.ts'
import { useOneAtATime } from '../../../state/useOneAtATime.ts'
import { useWords } from '../../../state/words.ts'
import { EditorField } from '../EditorField.tsx'
import { EditorFrame, goToWrong } from '../EditorFrame.tsx'
import { PortList, usePorts } from '../PortList.tsx'
import {
  readerDraftOf,
  readReaderDraft,
  type ReaderDraft,
  type ReaderField,
  type ReaderStored,
} from './readerDraft.ts'

const nothing: ReadonlySet<ReaderField> = new Set()

/** Sets up the Octopus reader, and the module that only reads balances. */
export function OctopusEditor(props: {
  /** As it is now; the reader of the training is none of it. */
  readonly stored: ReaderStored
  readonly onClose: () => void
  readonly onSaved: () => void
}) {
  const { onClose, onSaved } = props
  const call = useCall()
  const { devices } = useWords().texts
  const { editor: common, octopus } = devices
  const { editor: words } = octopus
  const { busy, run } = useOneAtATime()
  const ports = usePorts()
  const [stored, setStored] = useState(props.stored)
  const [draft, setDraft] = useState(() => readerDraftOf(stored))
  const [tried, setTried] = useState(false)
  const [refused, setRefused] = useState<Failure | null>(null)
  const fields = useRef<HTMLDivElement>(null)

  const read = readReaderDraft(draft, stored)
  const wrong = tried && !read.ok ? read.wrong : nothing
  const change = (next: Partial<ReaderDraft>) => {
    setRefused(null)
    setDraft((now) => ({ ...now, ...next }))
  }
  const save = () => {
    setTried(true)
    if (!read.ok) return goToWrong(fields)
    const { profile, module } = read.changes
    const saveReader = async (): Promise<Failure | null> => {
      if (!profile) return null
      const answer = await call('octopus.save', { profile })
      // Should the module be refused, this much is done.
      if (answer.ok) setStored((now) => ({ ...now, profile }))
      return answer.ok ? null : answer.failure
    }
    const saveModule = async (): Promise<Failure | null> => {
      if (module === undefined) return null
      const answer = await call('octopus.saveModule', { module })
      if (answer.ok) setStored((now) => ({ ...now, modulePath: module?.path ?? null }))
      return answer.ok ? null : answer.failure
    }
    // The port that one of them leaves may be the one that the other takes.
    const isFirst = profile?.path === stored.modulePath
    const [first, then] = isFirst ? [saveModule, saveReader] : [saveReader, saveModule]
    run(async () => {
      const failed = (await first()) ?? (await then())
      if (failed) setRefused(failed)
      else onSaved()
    })
  }

  const leave = () => fields.current?.focus()
  const name = stored.profile?.name
  return (
    <EditorFrame
      title={name === undefined ? words.add : fill(words.edit, { name })}
      label={name ?? words.add}
      fields={fields}
      save={words.save}
      wrong={wrong.size > 0}
      refused={refused}
      busy={busy}
      changed={() => JSON.stringify(draft) !== JSON.stringify(readerDraftOf(stored))}
      onSave={save}
      onClose={onClose}
    >
      <div className="editor-column">
        <section className="editor-part" aria-labelledby="editor-reader">
          <h3 className="editor-title" id="editor-reader">
            {words.reader}
          </h3>
          <EditorField
            label={common.name}
            means={common.nameMeans}
            hint={words.nameHint}
            value={draft.name}
            onChange={(typed) => change({ name: typed })}
            wrong={wrong.has('name') ? common.nameWrong : null}
            onLeave={leave}
            testId="name"
          />
          <PortList ports={ports} path={draft.path} onChoose={(path) => change({ path })} />
          <EditorField
            label={common.path}
            means={words.pathMeans}
            hint={words.pathHint}
            value={draft.path}
            onChange={(path) => change({ path })}
            wrong={wrong.has('path') ? common.pathWrong : null}
            onLeave={leave}
            testId="path"
          />
          <p className="editor-means">{octopus.liveNeeds}</p>
        </section>
      </div>
      <div className="editor-column">
        <section className="editor-part" aria-labelledby="editor-module">
          <h3 className="editor-title" id="editor-module">
            {words.module}
          </h3>
          <p className="editor-means">{words.moduleMeans}</p>
          <PortList
            ports={ports}
            path={draft.modulePath}
            onChoose={(modulePath) => change({ modulePath })}
          />
          <EditorField
            label={words.modulePath}
            means={words.modulePathMeans}
            hint={words.modulePathHint}
            value={draft.modulePath}
            onChange={(modulePath) => change({ modulePath })}
            wrong={wrong.has('modulePath') ? words.modulePathWrong : null}
            onLeave={leave}
            testId="modulePath"
          />
          {draft.modulePath !== '' && (
            <Button
              icon={Trash2}
              onPress={() => change({ modulePath: '' })}
              data-testid="editor-module-remove"
            >
              {words.moduleRemove}
            </Button>
          )}
        </section>
      </div>
    </EditorFrame>
  )
}
