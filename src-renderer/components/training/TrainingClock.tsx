import { Clock } from 'lucide-react'
import { clockAheadLimitMs } from '../../../src-shared/contract/training.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showDate, showTime } from '../../../src-shared/texts/show.ts'
import { aheadWords } from '../../state/trainingWords.ts'
import { useNow } from '../../state/useNow.ts'
import { useWords } from '../../state/words.ts'
import { Button } from '../Button.tsx'

const steps = [
  ['plusMinute', 60_000],
  ['plusTenMinutes', 600_000],
  ['plusHour', 3_600_000],
  ['plusDay', 86_400_000],
] as const

/** The clock of the training: it only goes ahead, and back to the right time. */
export function TrainingClock({
  aheadMs,
  onAdd,
  onRight,
}: {
  readonly aheadMs: number
  readonly onAdd: (stepMs: number) => void
  readonly onRight: () => void
}) {
  const { language, texts } = useWords()
  const nowMs = useNow(true)
  const { training } = texts
  return (
    <section className="training-part" aria-labelledby="training-clock">
      <h3 className="training-label" id="training-clock">
        {training.clock}
      </h3>
      <p className="training-time">
        <Clock aria-hidden />
        <span className="training-time-now" data-testid="training-time">
          {showTime(nowMs)}
        </span>
        <span className="training-time-date">{showDate(language, nowMs)}</span>
      </p>
      <div className="training-steps">
        {steps.map(([name, stepMs]) => (
          <Button
            key={name}
            isDisabled={aheadMs + stepMs > clockAheadLimitMs}
            onPress={() => onAdd(stepMs)}
          >
            {training[name]}
          </Button>
        ))}
      </div>
      <Button isDisabled={aheadMs === 0} onPress={onRight}>
        {aheadMs === 0
          ? training.clockRight
          : fill(training.clockBack, { ahead: aheadWords(texts, aheadMs) })}
      </Button>
    </section>
  )
}
