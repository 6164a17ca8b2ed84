import {
  Clock,
  CreditCard,
  GraduationCap,
  Nfc,
  ServerCrash,
  SlidersHorizontal,
  UserRound,
  WifiOff,
} from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { useReady, useTraining } from '../state/till.ts'
import { fitCorner, unusualOf } from '../state/trainingWords.ts'
import { useWords } from '../state/words.ts'
import { leaveField } from './Button.tsx'
import { TrainingPanel } from './training/TrainingPanel.tsx'

const icons = {
  next: UserRound,
  network: WifiOff,
  channel: ServerCrash,
  terminal: CreditCard,
  octopus: Nfc,
  clock: Clock,
} as const

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

/** The mark for whoever is signed in: it opens the panel, and says whatever is not as usual. */
export function TrainingButton() {
  const training = useTraining()
  const { texts } = useWords()
  const [open, setOpen] = useState(false)
  if (!training) return <TrainingMark />
  const { shown, more } = fitCorner(unusualOf(texts, training))
  return (
    <>
      <AriaButton
        className="training-mark training-button"
        aria-haspopup="dialog"
        onPressStart={leaveField}
        onPress={() => setOpen(true)}
        data-testid="training-mark"
      >
        <GraduationCap aria-hidden />
        <span className="training-words">
          <span>
            {texts.frame.training}
            {more > 0 && ` +${more}`}
          </span>
          {shown.length > 0 && (
            <span className="training-unusual" data-testid="training-unusual">
              {shown.map(({ about, words, long }) => {
                const Icon = icons[about]
                return (
                  <span key={words} className={long ? 'training-unusual-long' : ''}>
                    <Icon aria-hidden />
                    {words}
                  </span>
                )
              })}
            </span>
          )}
        </span>
        <SlidersHorizontal className="training-opens" aria-hidden />
      </AriaButton>
      {open && <TrainingPanel training={training} onClose={() => setOpen(false)} />}
    </>
  )
}
