import { CreditCard, Plug, Unplug } from 'lucide-react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import {
  terminalDeeds,
  type TerminalDeed,
  type TrainingView,
} from '../../../src-shared/contract/training.ts'
import { useWords } from '../../state/words.ts'
import { Choice } from '../Choice.tsx'

/** The simulated card terminals: what the next card's payment will do, and whether their cables are in. */
export function TrainingTerminals({
  terminals,
  onPrepare,
  onPlugged,
}: {
  readonly terminals: NonNullable<TrainingView>['terminals']
  readonly onPrepare: (next: TerminalDeed | null) => void
  readonly onPlugged: (plugged: boolean) => void
}) {
  const { texts } = useWords()
  const { terminals: words } = texts.training
  const chosen = terminals.next ?? 'approve'
  return (
    <section className="training-part training-cards">
      <h3 className="training-label">{words.title}</h3>
      <div className="training-line">
        <span className="training-line-name">{words.next}</span>
        <Choice
          label={words.next}
          icon={CreditCard}
          shown={words.deeds[chosen]}
          chosen={chosen}
          placement="top start"
          options={terminalDeeds.map((id) => ({ id, words: words.deeds[id] }))}
          onChoose={(deed) => onPrepare(deed === 'approve' ? null : deed)}
        />
      </div>
      <div className="training-line">
        <span className="training-line-name" id="training-cable">
          {words.cable}
        </span>
        <ToggleButtonGroup
          className="training-switch"
          aria-labelledby="training-cable"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[terminals.plugged ? 'in' : 'out']}
          onSelectionChange={(keys) => onPlugged(keys.has('in'))}
        >
          <ToggleButton className="training-option" id="in">
            <Plug aria-hidden />
            {words.pluggedIn}
          </ToggleButton>
          <ToggleButton className="training-option" id="out">
            <Unplug aria-hidden />
            {words.pulled}
          </ToggleButton>
        </ToggleButtonGroup>
      </div>
    </section>
  )
}
