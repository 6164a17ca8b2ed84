import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TerminalId } from '../../../src-shared/contract/devices.ts'
import { Button } from '../../components/Button.tsx'
import type { DeviceTone } from './terminalWords.ts'

/** A terminal by its place; the Octopus reader, of which there is one. */
export type DeviceId = TerminalId | 'octopus'

/** What a card shows of its device: its name, how it is, and whatever stands below that. */
export type DeviceChoice = {
  readonly chosen: boolean
  readonly onChoose: () => void
  /** Chosen by a key: on to what may be done. */
  readonly onEnter: () => void
}

/** One device in the list, whatever it is. */
export function DeviceCard(
  props: DeviceChoice & {
    readonly id: DeviceId
    readonly name: string
    /** What it is, and where. */
    readonly place: string
    readonly icon: LucideIcon
    readonly state: string
    readonly stateWords: string
    readonly tone: DeviceTone
    readonly testId: string
    readonly children: ReactNode
  },
) {
  const { id, chosen, icon: Icon, onChoose, onEnter } = props
  const name = `device-${id}`
  return (
    <article
      className={`terminal ${chosen ? 'terminal-chosen' : ''}`}
      aria-labelledby={name}
      data-testid={props.testId}
      data-device={id}
      data-state={props.state}
    >
      <header className="terminal-head">
        <h3 className="terminal-name">
          <Button
            look="quiet"
            className="terminal-choose"
            aria-current={chosen}
            onPress={({ pointerType }) => {
              onChoose()
              if (pointerType === 'keyboard') onEnter()
            }}
          >
            <span id={name}>{props.name}</span>
          </Button>
        </h3>
        <span className={`chip tone-${props.tone}`} data-testid={`${props.testId}-state`}>
          <Icon aria-hidden />
          <span>{props.stateWords}</span>
        </span>
      </header>
      <p className="terminal-place">{props.place}</p>
      {props.children}
    </article>
  )
}
