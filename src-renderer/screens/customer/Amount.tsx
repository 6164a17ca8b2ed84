import { writeAmount } from '../../../src-shared/money.ts'
import { Money } from '../../components/Money.tsx'

/** Characters up to which one size fits the column: `128.50`, `1,288.80`, `50,000.00`, more. */
const sizes = [6, 8, 10] as const

/** As large as its digits allow. */
export function Amount({ amountMinor }: { readonly amountMinor: number }) {
  const { length } = writeAmount(amountMinor)
  const size = sizes.find((most) => length <= most) ?? 'long'
  return (
    <p className={`amount amount-${size}`} data-testid="customer-amount">
      <Money amountMinor={amountMinor} />
    </p>
  )
}
