import { Unplug } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useLine } from '../state/till.ts'
import { useWords } from '../state/words.ts'

/** After this, waiting alone is no longer the best advice. */
const longMs = 15_000

/** The engine is not answering. It stands over the top bar, which is of no use until then. */
export function AwayBanner() {
  const line = useLine()
  return line === 'away' ? <Away /> : null
}

function Away() {
  const { texts } = useWords()
  const [long, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), longMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="away" role="alert" data-testid="away">
      <Unplug aria-hidden />
      <p>{long ? texts.frame.awayLong : texts.frame.away}</p>
    </div>
  )
}
