import { Undo2 } from 'lucide-react'
import type { ReadyCounter } from '../../../src-shared/contract/counter.ts'
import type { SaleId } from '../../../src-shared/ids.ts'
import { showAmount } from '../../../src-shared/money.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showMinute } from '../../../src-shared/texts/show.ts'
import { Button } from '../../components/Button.tsx'
import { useReady } from '../../state/till.ts'
import { useWords } from '../../state/words.ts'

/** Sales that wait, the oldest first. */
export function WaitingSales({ onTakeBack }: { readonly onTakeBack: (saleId: SaleId) => void }) {
  const { waitingSales } = useReady()
  const { texts } = useWords()
  return (
    <div className="waiting">
      <h3 className="lines-title">{texts.sale.waiting}</h3>
      {waitingSales.length === 0 && <p className="waiting-none">{texts.sale.waitingNone}</p>}
      <ul className="waiting-list" aria-label={texts.sale.waiting}>
        {waitingSales.map((sale) => {
          const name = nameOf(sale)
          return (
            <li key={sale.saleId} className="waiting-sale">
              <span className="waiting-name">{name}</span>
              <span className="waiting-left">
                {fill(sale.state === 'open' ? texts.sale.waitingSale : texts.sale.waitingEnded, {
                  time: showMinute(sale.openedAtMs),
                  left: showAmount(sale.totalMinor - sale.paidMinor),
                  state: texts.sale[sale.state],
                })}
              </span>
              <Button
                icon={Undo2}
                aria-label={fill(texts.sale.takeBackNamed, { name })}
                onPress={() => onTakeBack(sale.saleId)}
              >
                {texts.sale.takeBack}
              </Button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** What tells it apart: its reference, else its description, else its total. */
const nameOf = (sale: ReadyCounter['waitingSales'][number]): string =>
  [sale.reference, sale.description].find((text) => text !== '') ?? showAmount(sale.totalMinor)
