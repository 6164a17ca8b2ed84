import { Check } from 'lucide-react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import type { TrainingDeed, TrainingView } from '../../../src-shared/contract/training.ts'
import { deedGroups, keyOfDeed } from '../../state/trainingWords.ts'
import { useWords } from '../../state/words.ts'
import { KeyLabel } from '../KeyLabel.tsx'

/** What the next payment will do; of the one that is chosen, what the trainee will see and should do. */
export function NextDeed({
  training,
  onChoose,
}: {
  readonly training: NonNullable<TrainingView>
  readonly onChoose: (next: TrainingDeed | null) => void
}) {
  const { texts } = useWords()
  const { usual, usualWhenTold, deeds, groups } = texts.training
  const asUsual = training.usualPauseMs === null ? usualWhenTold : usual
  const wordsOf = (deed: TrainingDeed | null) => (deed === null ? asUsual : deeds[deed])
  return (
    <section className="training-part training-next">
      <h3 className="training-label" id="training-next">
        {texts.training.next}
      </h3>
      <ToggleButtonGroup
        className="deed-groups"
        aria-labelledby="training-next"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[training.next ?? 'usual']}
      >
        {deedGroups.map(({ by, deeds: offered }) => (
          <div key={by} className="deed-group">
            <h4 className="deed-by">{groups[by]}</h4>
            <div className="deeds">
              {offered.map((deed) => (
                <ToggleButton
                  key={deed ?? 'usual'}
                  id={deed ?? 'usual'}
                  className="deed"
                  aria-description={wordsOf(deed).means}
                  onPress={() => onChoose(deed)}
                  data-testid={`deed-${deed ?? 'usual'}`}
                >
                  <KeyLabel name={keyOfDeed(deed)} />
                  <span className="deed-title">{wordsOf(deed).title}</span>
                  {deed === training.next && <Check className="deed-check" aria-hidden />}
                </ToggleButton>
              ))}
            </div>
          </div>
        ))}
      </ToggleButtonGroup>
      <div className="deed-chosen" data-testid="deed-means">
        <p className="deed-title">{wordsOf(training.next).title}</p>
        <p className="deed-means">{wordsOf(training.next).means}</p>
      </div>
    </section>
  )
}
