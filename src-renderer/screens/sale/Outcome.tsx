import type { PaymentView, SaleView } from '../../../src-shared/contract/sale.ts'
import { showAmount } from '../../../src-shared/money.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { Button } from '../../components/Button.tsx'
import { KeyLabel } from '../../components/KeyLabel.tsx'
import { Badge } from '../../components/StateMark.tsx'
import { paidName } from '../../state/cardWords.ts'
import { toneOf, wordsOf } from '../../state/paymentWords.ts'
import { useNow } from '../../state/useNow.ts'
import { useWords } from '../../state/words.ts'

/** How the last attempt ended, while the sale goes on. */
export function Outcome({
  sale,
  payment,
  split,
}: {
  readonly sale: SaleView
  readonly payment: PaymentView
  /** Of an Octopus that holds too little: what to take another way. */
  readonly split: { readonly partMinor: number; readonly take: () => void } | null
}) {
  const { texts } = useWords()
  const tone = toneOf(payment)
  const nowMs = useNow(false)
  const words =
    tone === 'paid'
      ? [
          fill(texts.amount.paidPart, {
            amount: showAmount(payment.amountMinor),
            method: paidName(texts, payment),
            rest: showAmount(sale.restMinor),
          }),
        ]
      : wordsOf(texts, payment, nowMs)
  return (
    <div className={`outcome tone-${tone}`} data-testid="payment-state" data-state={payment.state}>
      <Badge tone={tone} />
      <div className="outcome-words">
        {words.map((sentence, place) => (
          <p key={sentence} className={place === 0 ? 'outcome-first' : 'outcome-more'}>
            {sentence}
          </p>
        ))}
      </div>
      {split && (
        <Button className="outcome-split" onPress={split.take} data-testid="split">
          <span>
            {fill(texts.octopus.shortfall.split, { amount: showAmount(split.partMinor) })}
          </span>{' '}
          <KeyLabel name="↓" />
        </Button>
      )}
    </div>
  )
}
