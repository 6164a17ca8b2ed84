import { Check } from 'lucide-react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import {
  trainingDeeds,
  type TrainingDeed,
  type TrainingView,
} from '../../../src-shared/contract/training.ts'
import { useWords } from '../../state/words.ts'
import { KeyLabel } from '../KeyLabel.tsx'

/** In the order of their keys, from 1: first as usual, then whatever else may happen. */
const choices = [null, ...trainingDeeds] as const

/** @returns undefined for a key that chooses nothing */
export const deedOfKey = (digit: string): TrainingDeed | null | undefined =>
  choices[Number(digit) - 1]

/** What the next payment will do: each with what the trainee will see, and should do. */
export function NextDeed({
  training,
  onChoose,
}: {
  readonly training: NonNullable<TrainingView>
  readonly onChoose: (next: TrainingDeed | null) => void
}) {
  const { texts } = useWords()
  const { usual, usualWhenTold, deeds } = texts.training
  const asUsual = training.usualPauseMs === null ? usualWhenTold : usual
  return (
    <section className="training-part training-next">
      <h3 className="training-label" id="training-next">
        {texts.training.next}
      </h3>
      <ToggleButtonGroup
        className="deeds"
        aria-labelledby="training-next"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[training.next ?? 'usual']}
      >
        {choices.map((deed, place) => {
          const chosen = deed === training.next
          const words = deed === null ? asUsual : deeds[deed]
          return (
            <ToggleButton
              key={deed ?? 'usual'}
              id={deed ?? 'usual'}
              className="deed"
              onPress={() => onChoose(deed)}
              data-testid={`deed-${deed ?? 'usual'}`}
            >
              <span className="deed-top">
                <KeyLabel name={String(place + 1)} />
                <span className="deed-title">{words.title}</span>
                {chosen && <Check className="deed-check" aria-hidden />}
              </span>
              <span className="deed-means">{words.means}</span>
            </ToggleButton>
          )
        })}
      </ToggleButtonGroup>
    </section>
  )
}
