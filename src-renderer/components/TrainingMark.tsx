import { GraduationCap } from 'lucide-react'
import { useReady } from '../state/till.ts'
import { useWords } from '../state/words.ts'

/** On every screen of a till in training, so that nobody takes it for the real one. */
export function TrainingMark() {
  const { environment } = useReady()
  const { texts } = useWords()
  if (environment === 'live') return null
  return (
    <strong className="training-mark" data-testid="training-mark" title={texts.frame.trainingMeans}>
      <GraduationCap aria-hidden />
      <span>{texts.frame.training}</span>
    </strong>
  )
}
