import { Radar } from 'lucide-react'
import { useState } from 'react'
import type { Failure } from '../../../src-shared/result.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { Alert } from '../../components/Alert.tsx'
import { Button } from '../../components/Button.tsx'
import { ageWords } from '../../state/ageWords.ts'
import { useCall } from '../../state/till.ts'
import { useNow } from '../../state/useNow.ts'
import { useWords } from '../../state/words.ts'
import { withProtocol, type EditorPart } from './draft.ts'

type Found = { readonly words: string } | { readonly failure: Failure }

/** Asks on the port which terminal is there: what answers is filled in. */
export function EditorFind(
  props: EditorPart & {
    /** The path on which the till uses this terminal already; null: a new one. */
    readonly ownPath: string | null
    readonly finding: boolean
    readonly onFinding: (finding: boolean) => void
  },
) {
  const { draft, change, ownPath, finding, onFinding } = props
  const call = useCall()
  const { texts, failure } = useWords()
  const { devices } = texts
  const { editor } = devices
  const [asked, setAsked] = useState<{ path: string; atMs: number } | null>(null)
  const [found, setFound] = useState<Found | null>(null)
  const nowMs = useNow(finding)

  const find = async (path: string) => {
    onFinding(true)
    setAsked({ path, atMs: nowMs })
    setFound(null)
    const answer = await call('devices.identify', { path })
    onFinding(false)
    if (!answer.ok) return setFound({ failure: answer.failure })
    const { value } = answer
    if (!value) return setFound({ words: fill(editor.notFound, { path }) })
    const { protocol, baudRate } = value
    // Another path may have been typed meanwhile: this is about the one that was asked.
    change((now) => (now.path.trim() === path ? { ...withProtocol(now, protocol), baudRate } : now))
    return setFound({ words: fill(editor.found, { protocol: devices.protocols[protocol] }) })
  }
  const path = draft.path.trim()
  const told = found && 'words' in found ? found.words : ''
  const spoken = finding && asked ? fill(editor.finding, asked) : told
  const usual = path === ownPath ? editor.findOwn : editor.findMeans
  return (
    <div className="editor-find">
      <Button
        icon={Radar}
        busy={finding}
        isDisabled={path === '' || path === ownPath}
        onPress={() => void find(path)}
        data-testid="editor-find"
      >
        {editor.find}
      </Button>
      <div className="editor-found">
        {/* Once more without the seconds, which are not to be read out each time. */}
        <p className="unseen" role="status">
          {spoken}
        </p>
        <p aria-hidden={spoken !== ''} data-testid="editor-found">
          {spoken === '' ? usual : spoken}
          {finding && asked && ` ${ageWords(texts, nowMs - asked.atMs)}`}
        </p>
        {found && 'failure' in found && <Alert>{failure(found.failure)}</Alert>}
      </div>
    </div>
  )
}
