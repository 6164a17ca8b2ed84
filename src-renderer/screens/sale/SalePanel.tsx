import { Archive, CircleX } from 'lucide-react'
import { useState } from 'react'
import type { SaleView } from '../../../src-shared/contract/sale.ts'
import { showAmount } from '../../../src-shared/money.ts'
import type { Result } from '../../../src-shared/result.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showMinute } from '../../../src-shared/texts/show.ts'
import { Button } from '../../components/Button.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { Money } from '../../components/Money.tsx'
import { StateMark } from '../../components/StateMark.tsx'
import { useCall } from '../../state/till.ts'
import { useOneAtATime } from '../../state/useOneAtATime.ts'
import { useWords } from '../../state/words.ts'
import { CustomerShows } from './CustomerShows.tsx'
import { PaymentLines } from './PaymentLines.tsx'
import { SaleFields } from './SaleFields.tsx'
import type { Desk } from './useDesk.ts'
import { WaitingSales } from './WaitingSales.tsx'

/** What the customer owes, what is paid, what is left. */
export function SalePanel({ sale, desk }: { readonly sale: SaleView | null; readonly desk: Desk }) {
  const call = useCall()
  const { texts } = useWords()
  const { run } = useOneAtATime()
  const [cancelling, setCancelling] = useState(false)
  const ask = (work: () => Promise<Result<unknown>>) =>
    run(async () => {
      const answer = await work()
      desk.say(answer.ok ? null : answer.failure)
    })

  const state = sale?.state ?? 'none'
  const canAct = sale?.state === 'open' && sale.livePaymentId === null
  return (
    <section className="sale" aria-label={texts.sale.title}>
      <header className="sale-head">
        <h2 className="sale-title">{texts.sale.title}</h2>
        {sale && <span className="sale-since">{showMinute(sale.openedAtMs)}</span>}
        <span className="sale-state" data-testid="sale-state" data-state={state}>
          <StateMark tone={state === 'completed' ? 'paid' : state === 'open' ? 'working' : 'idle'}>
            {sale ? texts.sale[sale.state] : texts.sale.noneYet}
          </StateMark>
        </span>
      </header>
      <SaleFields sale={sale} desk={desk} />
      <dl className="totals">
        <div className="totals-total">
          <dt>{texts.sale.total}</dt>
          <dd data-testid="total">
            <Money amountMinor={sale?.totalMinor ?? 0} />
          </dd>
        </div>
        <div>
          <dt>{texts.sale.paid}</dt>
          <dd>{showAmount(sale?.paidMinor ?? 0)}</dd>
        </div>
        {sale && sale.roundingMinor !== 0 && (
          <div>
            <dt>{texts.sale.rounding}</dt>
            <dd>{showAmount(sale.roundingMinor)}</dd>
          </div>
        )}
        <div className="totals-rest">
          <dt>{texts.sale.rest}</dt>
          <dd data-testid="rest">
            <Money amountMinor={sale?.restMinor ?? 0} />
          </dd>
        </div>
      </dl>
      <PaymentLines
        payments={sale?.payments ?? []}
        onOpen={({ paymentId }) => desk.setOpened(paymentId)}
      />
      <div className="sale-actions">
        <CustomerShows desk={desk} />
        {sale && canAct && (
          <>
            <Button
              icon={Archive}
              onPress={() => ask(() => call('sale.setAside', { saleId: sale.saleId }))}
            >
              {texts.sale.setAside}
            </Button>
            <Button
              icon={CircleX}
              isDisabled={sale.paidMinor > 0}
              onPress={() => setCancelling(true)}
            >
              {texts.sale.cancel}
            </Button>
          </>
        )}
      </div>
      <WaitingSales onTakeBack={(saleId) => ask(() => call('sale.takeBack', { saleId }))} />
      {sale && cancelling && (
        <ConfirmDialog
          title={fill(texts.sale.cancelTitle, { total: showAmount(sale.totalMinor) })}
          keep={texts.sale.cancelKeep}
          confirm={texts.sale.cancelConfirm}
          onKeep={() => setCancelling(false)}
          onConfirm={() => {
            setCancelling(false)
            ask(() => call('sale.cancel', { saleId: sale.saleId }))
          }}
        >
          <p>{texts.sale.cancelText}</p>
        </ConfirmDialog>
      )}
    </section>
  )
}
