import { Unplug } from 'lucide-react'
import { useLine } from '../state/till.ts'
import { useWords } from '../state/words.ts'

/** The engine is not answering. It stands over the top bar, which is of no use until then. */
export function AwayBanner() {
  const line = useLine()
  const { texts } = useWords()
  if (line !== 'away') return null
  return (
    <div className="away" role="alert" data-testid="away">
      <Unplug aria-hidden />
      <p>{texts.frame.away}</p>
    </div>
  )
}
