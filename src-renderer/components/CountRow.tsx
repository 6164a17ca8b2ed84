import { Minus, Plus } from 'lucide-react'
import type { Ref } from 'react'
import { showAmount } from '../../src-shared/money.ts'
import { fill } from '../../src-shared/texts/index.ts'
import { useWords } from '../state/words.ts'
import { Button } from './Button.tsx'

/** How many of one note or coin. Not an input element: the digits come from the window's reader. */
export function CountRow({
  valueMinor,
  count,
  active,
  onFocus,
  onCount,
  ref,
}: {
  readonly valueMinor: number
  readonly count: number
  readonly active: boolean
  readonly onFocus: () => void
  readonly onCount: (count: number) => void
  readonly ref: Ref<HTMLDivElement>
}) {
  const { texts } = useWords()
  const value = denomination(valueMinor)
  return (
    <div className={`count-row ${active ? 'count-row-active' : ''}`}>
      <span className="count-value">{value}</span>
      <Button
        className="count-step"
        icon={Minus}
        excludeFromTabOrder
        aria-label={fill(texts.shift.less, { value })}
        onPress={() => onCount(count - 1)}
      />
      <div
        ref={ref}
        className="count-number"
        role="spinbutton"
        tabIndex={0}
        aria-label={fill(texts.shift.countOf, { value })}
        aria-valuenow={count}
        aria-valuemin={0}
        onFocus={onFocus}
      >
        {count}
      </div>
      <Button
        className="count-step"
        icon={Plus}
        excludeFromTabOrder
        aria-label={fill(texts.shift.more, { value })}
        onPress={() => onCount(count + 1)}
      />
      <span className={count === 0 ? 'count-subtotal count-subtotal-none' : 'count-subtotal'}>
        {showAmount(valueMinor * count)}
      </span>
    </div>
  )
}

/** `HK$500`, `HK$0.50`: as people say them, without cents where there are none. */
const denomination = (valueMinor: number): string => showAmount(valueMinor).replace(/\.00$/u, '')
