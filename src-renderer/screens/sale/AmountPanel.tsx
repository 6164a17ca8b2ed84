import type { PaymentView, SaleView } from '../../../src-shared/contract/sale.ts'
import { readAmount, showAmount, writeAmount } from '../../../src-shared/money.ts'
import { fill, type Texts } from '../../../src-shared/texts/index.ts'
import { Button } from '../../components/Button.tsx'
import { Keypad } from '../../components/Keypad.tsx'
import { showTyped } from '../../state/entry.ts'
import { splitMinor } from '../../state/octopusWords.ts'
import { useKeys } from '../../state/useKeys.ts'
import { useWords } from '../../state/words.ts'
import { Outcome } from './Outcome.tsx'
import { ScannedCode } from './ScannedCode.tsx'
import { TroubleAlert } from './TroubleAlert.tsx'
import { dueBy, type Desk } from './useDesk.ts'

const notesMinor = [2_000, 5_000, 10_000, 50_000, 100_000] as const

/** The amount, typed or touched, and the one button that goes on. */
export function AmountPanel({
  sale,
  desk,
}: {
  readonly sale: SaleView | null
  readonly desk: Desk
}) {
  const { texts } = useWords()
  const split = splitOf(sale, desk)
  useKeys({
    key(key) {
      if (key.kind === 'down') split?.take()
      else if (key.kind === 'enter') desk.go()
      else if (key.kind === 'escape') desk.back()
      else desk.type(key)
    },
    paste: desk.paste,
    scanned: desk.scan,
  })

  const prefilled = desk.entry === '' && sale !== null
  const dueMinor = sale ? dueBy(sale, desk.method) : 0
  const shown = prefilled ? writeAmount(dueMinor) : showTyped(desk.entry)
  return (
    <section className="amount-panel" aria-label={texts.amount.ofSale}>
      <div className="slot">
        <Slot sale={sale} desk={desk} split={split} />
      </div>
      <div className={`amount-box ${prefilled ? 'amount-prefilled' : ''}`}>
        <span className="amount-label">{labelOf(texts, sale, desk)}</span>
        <span className="amount-line">
          <span className="amount-currency">{'HK$'}</span>
          <output
            className={shown.length > 10 ? 'amount-digits amount-long' : 'amount-digits'}
            data-testid="amount"
          >
            {shown === '' ? '0.00' : shown}
          </output>
        </span>
        <span className="amount-after">{afterwards(texts, sale, desk)}</span>
      </div>
      <div className="quick-cash" role="group" aria-label={texts.amount.quickCash}>
        <Button className="quick" onPress={() => desk.tender('exact')}>
          {texts.amount.exact}
        </Button>
        {notesMinor.map((noteMinor) => (
          <Button key={noteMinor} className="quick" onPress={() => desk.tender(noteMinor)}>
            {showAmount(noteMinor).replace(/\.00$/u, '')}
          </Button>
        ))}
      </div>
      <Keypad money onKey={desk.type} />
      <Button
        look="primary"
        className={desk.settled ? 'go' : 'go settling'}
        busy={desk.busy}
        isDisabled={!desk.settled}
        onPress={desk.go}
      >
        {goWords(texts, sale, desk, dueMinor)}
      </Button>
    </section>
  )
}

/** One place for what must be read now: it is always there, so nothing below it moves. */
function Slot({
  sale,
  desk,
  split,
}: {
  readonly sale: SaleView | null
  readonly desk: Desk
  readonly split: ReturnType<typeof splitOf>
}) {
  const { texts } = useWords()
  if (desk.trouble) return <TroubleAlert trouble={desk.trouble} />
  if (desk.scanned) {
    const ready = (sale !== null || desk.entry !== '') && desk.method === desk.scanned.method
    return <ScannedCode scanned={desk.scanned} ready={ready} onForget={desk.forgetScan} />
  }
  const last: PaymentView | undefined = sale?.payments.at(-1)
  if (sale && last) return <Outcome sale={sale} payment={last} split={split} />
  return <p className="slot-hint">{sale ? texts.sale.noPaymentsOpen : texts.sale.noPayments}</p>
}

/** The Octopus that was refused last holds a part of it: the rest can be taken another way first. */
function splitOf(sale: SaleView | null, desk: Desk) {
  const last = sale?.payments.at(-1)
  if (!sale || !last || desk.trouble || desk.scanned) return null
  const partMinor = splitMinor(last, sale.restInCoinsMinor)
  return partMinor === null ? null : { partMinor, take: () => desk.split(partMinor) }
}

function labelOf({ amount, methods }: Texts, sale: SaleView | null, desk: Desk): string {
  if (!sale) return amount.ofSale
  if (desk.method === 'cash') return amount.cashReceived
  if (desk.method === null) return amount.toTake
  return fill(amount.toTakeBy, { method: methods[desk.method] })
}

const typedMinor = (desk: Desk): number | null => {
  const read = readAmount(desk.entry, Number.MAX_SAFE_INTEGER)
  return read.ok ? read.amountMinor : null
}

/** What the typed amount will lead to: change to give, or a rest. */
function afterwards({ amount }: Texts, sale: SaleView | null, desk: Desk): string {
  const minor = typedMinor(desk)
  if (!sale || minor === null || desk.method === null) return ''
  const leftMinor = dueBy(sale, desk.method) - minor
  if (leftMinor > 0) return fill(amount.restWillBe, { rest: showAmount(leftMinor) })
  if (leftMinor < 0 && desk.method === 'cash') {
    return fill(amount.changeWillBe, { change: showAmount(-leftMinor) })
  }
  return ''
}

function goWords({ amount }: Texts, sale: SaleView | null, desk: Desk, dueMinor: number): string {
  const { method } = desk
  if (!sale && (method === null || method === 'cash')) return amount.openSale
  const shown = showAmount((desk.entry === '' ? dueMinor : typedMinor(desk)) ?? 0)
  return fill(method === 'cash' ? amount.takeCash : amount.charge, { amount: shown })
}
