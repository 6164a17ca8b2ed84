import { CircleHelp, Hourglass, Plug, Unplug, type LucideIcon } from 'lucide-react'
import type { TerminalView } from '../../../src-shared/contract/devices.ts'
import { showAmount } from '../../../src-shared/money.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { Button } from '../../components/Button.tsx'
import { Badge } from '../../components/StateMark.tsx'
import { useRooms } from '../../state/rooms.ts'
import { useWords } from '../../state/words.ts'
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
export function TerminalCard(props: {
  readonly terminal: TerminalView
  readonly nowMs: number
  readonly chosen: boolean
  readonly onChoose: () => void
  /** Chosen by a key: on to what may be done. */
  readonly onEnter: () => void
  readonly onEdit: () => void
}) {
  const { terminal, nowMs, chosen, onChoose, onEnter, onEdit } = props
  const { profile } = terminal
  const { language, texts } = useWords()
  const { devices: words } = texts
  const name = `terminal-${profile.id}`
  const state = stateOf(terminal)
  const Icon = icons[state]
  return (
    <article
      className={`terminal ${chosen ? 'terminal-chosen' : ''}`}
      aria-labelledby={name}
      data-testid="terminal"
      data-terminal={profile.id}
      data-state={state}
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
            <span id={name}>{profile.name}</span>
          </Button>
        </h3>
        <span className={`chip tone-${toneOfTerminal(terminal)}`} data-testid="terminal-state">
          <Icon aria-hidden />
          <span>{words.states[state]}</span>
        </span>
      </header>
      <p className="terminal-place">
        {[words.protocols[profile.protocol], placeWords(texts, profile)].join(' · ')}
      </p>
      {terminal.blockedBy && <BlockedBy amountMinor={terminal.blockedBy.amountMinor} />}
      {[...lineWords(texts, language, terminal, nowMs), ...doingWords(texts, terminal, nowMs)].map(
        (sentence) => (
          <p key={sentence}>{sentence}</p>
        ),
      )}
      <p className="terminal-test" role="status" data-testid="terminal-test">
        {testWords(texts, language, terminal, nowMs)}
      </p>
      <TerminalActions terminal={terminal} onChoose={onChoose} onEdit={onEdit} />
    </article>
  )
}

/** Nobody knows whether it was paid: what that means, and where it is settled. */
function BlockedBy({ amountMinor }: { readonly amountMinor: number }) {
  const { go } = useRooms()
  const { devices: words } = useWords().texts
  return (
    <div className="terminal-blocked tone-unknown" data-testid="terminal-blocked">
      <Badge tone="unknown" large />
      <p>{fill(words.blocked, { amount: showAmount(amountMinor) })}</p>
      <Button onPress={() => go('tray')}>{words.toTray}</Button>
    </div>
  )
}
