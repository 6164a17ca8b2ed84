import { Wifi, WifiOff } from 'lucide-react'
import { useReady } from '../state/till.ts'
import { useWords } from '../state/words.ts'

/** What the last calls to the bank's channel told. */
export function LineChip() {
  const { line } = useReady()
  const { texts } = useWords()
  const words = {
    idle: texts.frame.lineIdle,
    good: texts.frame.lineGood,
    down: texts.frame.lineDown,
  }
  const Icon = line === 'down' ? WifiOff : Wifi
  return (
    <span className={`chip ${line === 'down' ? 'tone-person' : 'tone-idle'}`}>
      <Icon aria-hidden />
      <span>{words[line]}</span>
    </span>
  )
}
