import { showAmount } from '../../src-shared/money.ts'

/** A large amount: the digits are what is read from afar, the currency stands small before them. */
export function Money({ amountMinor }: { readonly amountMinor: number }) {
  const [sign = '', digits = ''] = showAmount(amountMinor).split('HK$')
  return (
    <span className={digits.length > 10 ? 'money money-long' : 'money'}>
      {sign}
      <span className="money-currency">{'HK$'}</span>
      {digits}
    </span>
  )
}
