import { RefreshCw } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { baudRates } from '../../../src-shared/contract/devices.ts'
import type { Output } from '../../../src-shared/contract/index.ts'
import type { Failure } from '../../../src-shared/result.ts'
import { Alert } from '../../components/Alert.tsx'
import { Button } from '../../components/Button.tsx'
import { useCall } from '../../state/till.ts'
import { useOneAtATime } from '../../state/useOneAtATime.ts'
import { useWords } from '../../state/words.ts'
import type { EditorPart } from './draft.ts'
import { EditorChoice } from './EditorChoice.tsx'
import { EditorField } from './EditorField.tsx'
import { EditorFind } from './EditorFind.tsx'
import { isSerial } from './terminalWords.ts'

type Ports = Output<'devices.findPorts'>['ports']

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
  return (
    <section className="editor-part" aria-labelledby="editor-port">
      <h3 className="editor-title" id="editor-port">
        {editor.port}
      </h3>
      <PortList path={draft.path} onChoose={(path) => change({ path })} />
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

function PortList(props: { readonly path: string; readonly onChoose: (path: string) => void }) {
  const call = useCall()
  const { texts, failure } = useWords()
  const { editor } = texts.devices
  const { busy, run } = useOneAtATime()
  const [ports, setPorts] = useState<Ports | null>(null)
  const [trouble, setTrouble] = useState<Failure | null>(null)
  const look = useCallback(
    () =>
      run(async () => {
        const answer = await call('devices.findPorts', {})
        setTrouble(answer.ok ? null : answer.failure)
        setPorts(answer.ok ? answer.value.ports : [])
      }),
    [call, run],
  )
  useEffect(look, [look])
  const path = props.path.trim()
  return (
    <div className="editor-field">
      <div className="editor-ports-head">
        <span className="editor-label" id="editor-ports">
          {editor.ports}
        </span>
        <Button icon={RefreshCw} busy={busy} onPress={look} data-testid="editor-refresh">
          {editor.refresh}
        </Button>
      </div>
      {trouble && <Alert>{failure(trouble)}</Alert>}
      {ports && ports.length > 0 ? (
        <ListBox
          className="editor-ports"
          aria-labelledby="editor-ports"
          selectionMode="single"
          escapeKeyBehavior="none"
          selectedKeys={ports.some((port) => port.path === path) ? [path] : []}
          onSelectionChange={(keys) => {
            const port = ports.find((one) => keys !== 'all' && keys.has(one.path))
            if (port) props.onChoose(port.path)
          }}
        >
          {ports.map((port) => (
            <ListBoxItem
              key={port.path}
              id={port.path}
              className="editor-port"
              textValue={[port.name, port.path].join(' ')}
            >
              <span className="editor-choice-words">{port.name}</span>
              {port.name !== port.path && <span className="editor-means">{port.path}</span>}
            </ListBoxItem>
          ))}
        </ListBox>
      ) : (
        <p className="editor-means" role="status">
          {ports === null ? editor.portsReading : editor.portsNone}
        </p>
      )}
    </div>
  )
}
