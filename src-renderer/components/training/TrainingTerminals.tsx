import { CreditCard } from 'lucide-react'
import {
  terminalDeeds,
  type TerminalDeed,
  type TrainingView,
} from '../../../src-shared/contract/training.ts'
import { useWords } from '../../state/words.ts'
import { Choice } from '../Choice.tsx'
import { Cable } from './Cable.tsx'

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
    <section className="training-cards" aria-label={words.title}>
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
      <Cable words={words} plugged={terminals.plugged} onPlugged={onPlugged} />
    </section>
  )
}
