import { ScanLine, X } from 'lucide-react'
import type { ReadyCounter } from '../../../src-shared/contract/counter.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showLeft } from '../../../src-shared/texts/show.ts'
import { Button } from '../../components/Button.tsx'
import { useNow } from '../../state/useNow.ts'
import { useWords } from '../../state/words.ts'

/** A customer's code that waits for its amount, for as long as such a code is good. */
export function ScannedCode({
  scanned,
  ready,
  onForget,
}: {
  readonly scanned: NonNullable<ReadyCounter['scanned']>
  /** Whether Enter would charge it. */
  readonly ready: boolean
  readonly onForget: () => void
}) {
  const { texts } = useWords()
  const leftMs = scanned.usableUntilMs - useNow(true)
  const { held, heldReady, heldOver, forget } = texts.scan
  const over = leftMs <= 0
  const words = over ? heldOver : ready ? heldReady : held
  return (
    <div className={`scanned ${over ? 'tone-person' : 'tone-working'}`} data-testid="scanned">
      <span className="scanned-side">
        <ScanLine className="scanned-icon" aria-hidden />
        <span className="scanned-left">{showLeft(leftMs)}</span>
      </span>
      <p className="scanned-words" role="status">
        {fill(words, { method: texts.methods[scanned.method], lastFour: scanned.lastFour })}
      </p>
      <Button icon={X} aria-label={forget} onPress={onForget} />
    </div>
  )
}
