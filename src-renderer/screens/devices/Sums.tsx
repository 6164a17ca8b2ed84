import { TriangleAlert } from 'lucide-react'
import { showAmount } from '../../../src-shared/money.ts'
import { useWords } from '../../state/words.ts'
import { signedAmount, signedCount, type Totals } from './terminalWords.ts'

/** Parts of the tables in which a device's sums stand beside this till's. */
export function SumsHead({ first }: { readonly first: string }) {
  const { devices: words } = useWords().texts
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        <th scope="col">{words.count}</th>
        <th scope="col">{words.amount}</th>
      </tr>
    </thead>
  )
}

export function SumsRow(props: { readonly name: string; readonly totals: Totals }) {
  return (
    <tr>
      <th scope="row">{props.name}</th>
      <td>{props.totals.count}</td>
      <td>{showAmount(props.totals.amountMinor)}</td>
    </tr>
  )
}

/** What the device has more than we, where the two do not agree. */
export function SumsDifference({ difference }: { readonly difference: Totals }) {
  const { devices: words } = useWords().texts
  return (
    <tfoot className="tone-person">
      <tr>
        <th scope="row">{words.difference}</th>
        <td>{signedCount(difference.count)}</td>
        <td>{signedAmount(difference.amountMinor)}</td>
      </tr>
    </tfoot>
  )
}

/** Not news: it is read where it stands, and not out loud whenever somebody comes here. */
export function Concern({ words }: { readonly words: string }) {
  return (
    <div className="alert">
      <TriangleAlert className="alert-icon" aria-hidden />
      <p>{words}</p>
    </div>
  )
}
