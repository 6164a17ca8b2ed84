import { TriangleAlert } from 'lucide-react'
import { useReady } from '../state/till.ts'
import { useWords } from '../state/words.ts'

/** What the keys do here; in its place, what somebody must know, for as long as that is so. */
export function KeyHints({ keys }: { readonly keys: string }) {
  const { alarms } = useReady()
  const { failure } = useWords()
  const alarm = alarms[0]
  if (alarm) {
    return (
      <footer className="hints tone-person">
        <TriangleAlert aria-hidden />
        <p className="hints-alarm">{failure(alarm)}</p>
      </footer>
    )
  }
  return (
    <footer className="hints">
      <Hints keys={keys} />
    </footer>
  )
}

export function Hints({ keys }: { readonly keys: string }) {
  return keys.split(' · ').map((hint) => (
    <span key={hint} className="hint">
      {hint}
    </span>
  ))
}
