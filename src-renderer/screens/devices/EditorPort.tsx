import { baudRates } from '../../../src-shared/contract/devices.ts'
import { useWords } from '../../state/words.ts'
import type { EditorPart } from './draft.ts'
import { EditorChoice } from './EditorChoice.tsx'
import { EditorField } from './EditorField.tsx'
import { EditorFind } from './EditorFind.tsx'
import { PortList, usePorts } from './PortList.tsx'
import { isSerial } from './terminalWords.ts'

/** Where the terminal is: one of this computer's ports, or whatever path somebody types. */
export function EditorPort(
  props: EditorPart & {
    readonly ownPath: string | null
    readonly finding: boolean
    readonly onFinding: (finding: boolean) => void
  },
) {
  const { draft, change, wrong, leave } = props
  const { texts } = useWords()
  const { editor } = texts.devices
  const ports = usePorts()
  return (
    <section className="editor-part" aria-labelledby="editor-port">
      <h3 className="editor-title" id="editor-port">
        {editor.port}
      </h3>
      <PortList ports={ports} path={draft.path} onChoose={(path) => change({ path })} />
      <EditorField
        label={editor.path}
        means={editor.pathMeans}
        hint={editor.pathHint}
        value={draft.path}
        onChange={(path) => change({ path })}
        wrong={wrong.has('path') ? editor.pathWrong : null}
        onLeave={leave}
        testId="path"
      />
      <div className="editor-field">
        <span className="editor-label" id="editor-speed">
          {editor.speed}
        </span>
        <EditorChoice
          labelledBy="editor-speed"
          chosen={draft.baudRate}
          options={baudRates.map((rate) => ({ id: rate, words: String(rate) }))}
          onChoose={(baudRate) => change({ baudRate })}
          disabled={!isSerial(draft.path)}
        />
        <span className="editor-means">{editor.speedMeans}</span>
      </div>
      <EditorFind {...props} />
    </section>
  )
}
