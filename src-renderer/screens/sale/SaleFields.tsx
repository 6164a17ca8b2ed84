import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { TextField } from 'react-aria-components/TextField'
import { textLimit } from '../../../src-shared/contract/define.ts'
import type { SaleView } from '../../../src-shared/contract/sale.ts'
import { useWords } from '../../state/words.ts'
import type { Desk } from './useDesk.ts'

/** Reference and description: typed before the sale is opened, read after. */
export function SaleFields({
  sale,
  desk,
}: {
  readonly sale: SaleView | null
  readonly desk: Desk
}) {
  const { texts } = useWords()
  const { details, setDetails } = desk
  if (sale) {
    return (
      <dl className="sale-fields">
        <Fact name={texts.sale.reference} value={sale.reference} />
        <Fact name={texts.sale.description} value={sale.description} />
      </dl>
    )
  }
  return (
    <div className="sale-fields">
      <Field
        label={texts.sale.reference}
        hint={texts.sale.referenceHint}
        value={details.reference}
        onChange={(reference) => setDetails({ ...details, reference })}
      />
      <Field
        label={texts.sale.description}
        hint={texts.sale.descriptionHint}
        value={details.description}
        onChange={(description) => setDetails({ ...details, description })}
      />
    </div>
  )
}

function Field(props: {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  return (
    <TextField
      className="field"
      value={props.value}
      maxLength={textLimit}
      autoComplete="off"
      onChange={props.onChange}
    >
      <Label className="field-label">{props.label}</Label>
      <Input className="field-input" placeholder={props.hint} />
    </TextField>
  )
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className="field">
      <dt className="field-label">{name}</dt>
      <dd className="field-fact" title={value}>
        <span>{value === '' ? '–' : value}</span>
      </dd>
    </div>
  )
}
