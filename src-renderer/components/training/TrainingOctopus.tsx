import { Nfc } from 'lucide-react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import {
  octopusCards,
  octopusDeeds,
  type OctopusCard,
  type OctopusDeed,
  type TrainingView,
} from '../../../src-shared/contract/training.ts'
import { useWords } from '../../state/words.ts'
import { Choice } from '../Choice.tsx'
import { Cable } from './Cable.tsx'

/** The simulated Octopus reader: what the next payment there will see, which card lies on it, and its cable. */
export function TrainingOctopus({
  octopus,
  onPrepare,
  onHold,
  onPlugged,
}: {
  readonly octopus: NonNullable<TrainingView>['octopus']
  readonly onPrepare: (next: OctopusDeed | null) => void
  readonly onHold: (card: OctopusCard | null) => void
  readonly onPlugged: (plugged: boolean) => void
}) {
  const { texts } = useWords()
  const { octopus: words } = texts.training
  const chosen = octopus.next ?? 'tap'
  return (
    <section className="training-cards training-octopus" aria-label={words.title}>
      <div className="training-line">
        <span className="training-line-name">{words.next}</span>
        <Choice
          label={words.next}
          icon={Nfc}
          shown={words.deeds[chosen].title}
          chosen={chosen}
          placement="top start"
          options={octopusDeeds.map((id) => ({ id, words: words.deeds[id].title }))}
          onChoose={(deed) => onPrepare(deed === 'tap' ? null : deed)}
        />
      </div>
      <div className="training-line">
        <span className="training-line-name" id="training-octopus-card">
          {words.card}
        </span>
        <ToggleButtonGroup
          className="training-switch"
          aria-labelledby="training-octopus-card"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[octopus.card ?? 'none']}
          onSelectionChange={(keys) => onHold(octopusCards.find((card) => keys.has(card)) ?? null)}
        >
          <ToggleButton className="training-option" id="none">
            {words.none}
          </ToggleButton>
          {octopusCards.map((card) => (
            <ToggleButton key={card} className="training-option" id={card}>
              {words.cards[card]}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </div>
      <Cable words={words} plugged={octopus.plugged} onPlugged={onPlugged} />
      <p className="training-means" data-testid="octopus-deed-means">
        {words.deeds[chosen].means}
      </p>
    </section>
  )
}
