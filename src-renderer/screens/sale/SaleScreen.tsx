import { Frame } from '../../components/Frame.tsx'
import { TopBar } from '../../components/TopBar.tsx'
import { useSale } from '../../state/till.ts'
import { useWords } from '../../state/words.ts'
import { AmountPanel } from './AmountPanel.tsx'
import { MethodTiles } from './MethodTiles.tsx'
import { PaidPanel } from './PaidPanel.tsx'
import { PaymentPanel } from './PaymentPanel.tsx'
import { SalePanel } from './SalePanel.tsx'
import { useDesk } from './useDesk.ts'

/** Left what is owed, in the middle the next step, right how the customer pays. */
export function SaleScreen({ onHistory }: { readonly onHistory: () => void }) {
  const { texts } = useWords()
  const sale = useSale()
  const desk = useDesk()
  const live = sale?.payments.find(({ paymentId }) => paymentId === sale.livePaymentId)

  const keys = live
    ? texts.payment.keys
    : sale?.state === 'completed'
      ? texts.paid.keys
      : texts.amount.keys
  return (
    <Frame
      title={texts.sale.title}
      bar={<TopBar onHistory={onHistory} />}
      keys={keys}
      className="sale-screen"
    >
      <SalePanel sale={sale} desk={desk} />
      {sale && live ? (
        <PaymentPanel key={live.paymentId} payment={live} desk={desk} />
      ) : sale?.state === 'completed' ? (
        <PaidPanel sale={sale} settled={desk.settled} />
      ) : (
        <AmountPanel sale={sale} desk={desk} />
      )}
      <MethodTiles desk={desk} />
    </Frame>
  )
}
