import { RefreshCw } from 'lucide-react'
import { useCallback, useEffect, useId, useState } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import type { Output } from '../../../src-shared/contract/index.ts'
import type { Failure } from '../../../src-shared/result.ts'
import { Alert } from '../../components/Alert.tsx'
import { Button } from '../../components/Button.tsx'
import { useCall } from '../../state/till.ts'
import { useOneAtATime } from '../../state/useOneAtATime.ts'
import { useWords } from '../../state/words.ts'

type Ports = {
  /** null: still being looked for. */
  readonly found: Output<'devices.findPorts'>['ports'] | null
  readonly trouble: Failure | null
  readonly busy: boolean
  readonly look: () => void
}

/** The ports of this computer, looked for at once and whenever somebody asks for it. */
export function usePorts(): Ports {
  const call = useCall()
  const { busy, run } = useOneAtATime()
  const [found, setFound] = useState<Ports['found']>(null)
  const [trouble, setTrouble] = useState<Failure | null>(null)
  const look = useCallback(
    () =>
      run(async () => {
        const answer = await call('devices.findPorts', {})
        setTrouble(answer.ok ? null : answer.failure)
        setFound(answer.ok ? answer.value.ports : [])
      }),
    [call, run],
  )
  useEffect(look, [look])
  return { found, trouble, busy, look }
}

/** One of this computer's ports. */
export function PortList(props: {
  readonly ports: Ports
  readonly path: string
  readonly onChoose: (path: string) => void
}) {
  const { found, trouble, busy, look } = props.ports
  const { texts, failure } = useWords()
  const { editor } = texts.devices
  const label = useId()
  const path = props.path.trim()
  return (
    <div className="editor-field">
      <div className="editor-ports-head">
        <span className="editor-label" id={label}>
          {editor.ports}
        </span>
        <Button icon={RefreshCw} busy={busy} onPress={look} data-testid="editor-refresh">
          {editor.refresh}
        </Button>
      </div>
      {trouble && <Alert>{failure(trouble)}</Alert>}
      {found && found.length > 0 ? (
        <ListBox
          className="editor-ports"
          aria-labelledby={label}
          selectionMode="single"
          escapeKeyBehavior="none"
          selectedKeys={found.some((port) => port.path === path) ? [path] : []}
          onSelectionChange={(keys) => {
            const port = found.find((one) => keys !== 'all' && keys.has(one.path))
            if (port) props.onChoose(port.path)
          }}
        >
          {found.map((port) => (
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
          {found === null ? editor.portsReading : editor.portsNone}
        </p>
      )}
    </div>
  )
}
