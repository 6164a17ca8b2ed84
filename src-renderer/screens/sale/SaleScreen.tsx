import { Frame } from '../../components/Frame.tsx'
import { TopBar } from '../../components/TopBar.tsx'
import { isAwaited } from '../../state/paymentWords.ts'
import { useSale } from '../../state/till.ts'
import { useWords } from '../../state/words.ts'
import { AmountPanel } from './AmountPanel.tsx'
import { MethodTiles } from './MethodTiles.tsx'
import { PaidPanel } from './PaidPanel.tsx'
import { PaymentPanel } from './PaymentPanel.tsx'
import { SalePanel } from './SalePanel.tsx'
import { useDesk } from './useDesk.ts'

/** Left what is owed, in the middle the next step, right how the customer pays. */
export function SaleScreen() {
  const { texts } = useWords()
  const sale = useSale()
  const desk = useDesk()
  const live = sale?.payments.find(({ paymentId }) => paymentId === sale.livePaymentId)
  const completed = sale?.state === 'completed'
  // A transfer keeps nobody from going on: its instructions are shown until they are put away.
  const transfer =
    live || completed
      ? undefined
      : sale?.payments.find((one) => one.paymentId === desk.opened && isAwaited(one))

  const keys = live
    ? texts.payment.keys
    : transfer
      ? texts.transfer.keys
      : completed
        ? texts.paid.keys
        : texts.amount.keys
  return (
    <Frame title={texts.sale.title} bar={<TopBar />} keys={keys} className="sale-screen">
      <SalePanel sale={sale} desk={desk} />
      {live ? (
        <PaymentPanel key={live.paymentId} payment={live} desk={desk} />
      ) : transfer ? (
        <PaymentPanel
          key={transfer.paymentId}
          payment={transfer}
          desk={desk}
          onBack={() => desk.setOpened(null)}
        />
      ) : completed ? (
        <PaidPanel sale={sale} desk={desk} />
      ) : (
        <AmountPanel sale={sale} desk={desk} />
      )}
      <MethodTiles desk={desk} />
    </Frame>
  )
}
