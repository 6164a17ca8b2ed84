import {
  Banknote,
  Check,
  CreditCard,
  FileText,
  Globe,
  Landmark,
  Nfc,
  QrCode,
  Smartphone,
  type LucideIcon,
} from 'lucide-react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import {
  methodGroups,
  methods,
  type MethodId,
  type MethodRow,
} from '../../../src-shared/methods.ts'
import { leaveField } from '../../components/Button.tsx'
import { KeyLabel } from '../../components/KeyLabel.tsx'
import { useReady } from '../../state/till.ts'
import { useWords } from '../../state/words.ts'
import type { Desk } from './useDesk.ts'

const icons: Readonly<Record<MethodId, LucideIcon>> = {
  visa: CreditCard,
  mastercard: CreditCard,
  unionpay: CreditCard,
  cardOther: CreditCard,
  applePay: Smartphone,
  googlePay: Smartphone,
  samsungPay: Smartphone,
  octopus: Nfc,
  fps: QrCode,
  wechatPay: QrCode,
  alipay: QrCode,
  paypal: QrCode,
  unionpayQr: QrCode,
  cash: Banknote,
  bankTransfer: Landmark,
  wireTransfer: Globe,
  letterOfCredit: FileText,
}

/** Every method in its fixed place, also those that cannot be used: a thumb learns the places. */
export function MethodTiles({ desk }: { readonly desk: Desk }) {
  const { texts } = useWords()
  return (
    <section className="tiles" aria-label={texts.tiles.title}>
      {methodGroups.map((group) => (
        <div
          key={group}
          className={`tile-group tile-group-${group}`}
          role="group"
          aria-label={texts.groups[group]}
        >
          <h2 className="tile-heading">{texts.groups[group]}</h2>
          <div className="tile-grid">
            {methods
              .filter((row) => row.group === group && row.key !== null)
              .map((row) => (
                <Tile key={row.id} row={row} desk={desk} />
              ))}
          </div>
        </div>
      ))}
    </section>
  )
}

function Tile({ row, desk }: { readonly row: MethodRow; readonly desk: Desk }) {
  const { texts } = useWords()
  const { methods: set } = useReady()
  const state = set.find(({ id }) => id === row.id)?.state ?? 'notSetUp'
  const chosen = desk.method === row.id
  const Icon = icons[row.id]
  return (
    <ToggleButton
      className={`tile tile-${state}`}
      isSelected={chosen}
      onChange={() => desk.choose(row.id)}
      onPressStart={leaveField}
      data-testid={`tile-${row.id}`}
      data-state={state}
    >
      <span className="tile-top">
        <KeyLabel name={row.key ?? ''} />
        {chosen ? (
          <Check className="tile-icon" aria-hidden />
        ) : (
          <Icon className="tile-icon" aria-hidden />
        )}
      </span>
      <span className="tile-name">{texts.methods[row.id]}</span>
      {state !== 'ready' && <span className="tile-state">{texts.tiles[state]}</span>}
    </ToggleButton>
  )
}
