import { CircleHelp, Hourglass, Plug, Unplug, type LucideIcon } from 'lucide-react'
import type { TerminalView } from '../../../src-shared/contract/devices.ts'
import { useWords } from '../../state/words.ts'
import { BlockedBy } from './BlockedBy.tsx'
import { DeviceCard, type DeviceChoice } from './DeviceCard.tsx'
import { TerminalActions } from './TerminalActions.tsx'
import {
  doingWords,
  lineWords,
  placeWords,
  stateOf,
  testWords,
  toneOfTerminal,
  type TerminalState,
} from './terminalWords.ts'

const icons: Readonly<Record<TerminalState, LucideIcon>> = {
  blocked: CircleHelp,
  away: Unplug,
  busy: Hourglass,
  there: Plug,
}

/** One terminal: its line, what it is at, and what may be done with it. */
export function TerminalCard(
  props: DeviceChoice & {
    readonly terminal: TerminalView
    readonly nowMs: number
    readonly onEdit: () => void
  },
) {
  const { terminal, nowMs, onEdit, ...choice } = props
  const { profile } = terminal
  const { language, texts } = useWords()
  const { devices: words } = texts
  const state = stateOf(terminal)
  return (
    <DeviceCard
      {...choice}
      id={profile.id}
      name={profile.name}
      place={[words.protocols[profile.protocol], placeWords(texts, profile)].join(' · ')}
      icon={icons[state]}
      state={state}
      stateWords={words.states[state]}
      tone={toneOfTerminal(terminal)}
      testId="terminal"
    >
      {terminal.blockedBy && <BlockedBy amountMinor={terminal.blockedBy.amountMinor} />}
      {[...lineWords(texts, language, terminal, nowMs), ...doingWords(texts, terminal, nowMs)].map(
        (sentence) => (
          <p key={sentence}>{sentence}</p>
        ),
      )}
      <p className="terminal-test" role="status" data-testid="terminal-test">
        {testWords(texts, language, terminal, nowMs)}
      </p>
      <TerminalActions terminal={terminal} onChoose={choice.onChoose} onEdit={onEdit} />
    </DeviceCard>
  )
}
