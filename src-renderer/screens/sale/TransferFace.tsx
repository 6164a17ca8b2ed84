import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import { showAmount } from '../../../src-shared/money.ts'
import { useWords } from '../../state/words.ts'

/** What the customer needs for a transfer, to be read out or copied. */
export function TransferFace({ payment }: { readonly payment: PaymentView }) {
  const { texts } = useWords()
  const { transfer } = texts
  const { reference, instructions, amountMinor } = payment
  const facts: readonly (readonly [string, string])[] = [
    ...instructions.map(({ field, value }) => [transfer.fields[field], value] as const),
    [transfer.amount, showAmount(amountMinor)],
  ]
  return (
    <div className="transfer">
      <p className="transfer-reference">
        <span className="transfer-label">{transfer.reference}</span>
        <span className="transfer-code" data-testid="transfer-reference">
          {reference ?? '–'}
        </span>
      </p>
      <dl className="transfer-facts" aria-label={transfer.instructions}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {instructions.length === 0 && <p className="payment-tell">{transfer.noInstructions}</p>}
    </div>
  )
}
