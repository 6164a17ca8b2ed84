import { CircleX, Clock, CreditCard, Smartphone } from 'lucide-react'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showLeft } from '../../../src-shared/texts/show.ts'
import { Money } from '../../components/Money.tsx'
import { askWords, asksPhone, slipTitle, slipWords, terminalOf } from '../../state/cardWords.ts'
import { useDevices } from '../../state/till.ts'
import { useWords } from '../../state/words.ts'

/** A card at its terminal: how much, what the customer does there, what the terminal shows, for how long. */
export function TerminalFace({
  payment,
  nowMs,
}: {
  readonly payment: PaymentView
  readonly nowMs: number
}) {
  const { texts } = useWords()
  const { state } = payment
  const { says, stops } = terminalOf(payment)
  const isPaying = state === 'processing' || state === 'awaitingPayer'
  const isThere = isPaying || state === 'closing'
  return (
    <div className="card-face">
      <p className="card-face-amount">
        <Money amountMinor={payment.amountMinor} />
      </p>
      {isPaying && (
        <p className="card-face-ask">
          {asksPhone(payment) ? (
            <Smartphone className="card-face-icon" aria-hidden />
          ) : (
            <CreditCard className="card-face-icon" aria-hidden />
          )}
          <span>{askWords(texts, payment)}</span>
        </p>
      )}
      {state === 'closing' && !stops && (
        <p className="card-face-ask">
          <CircleX className="card-face-icon card-face-red" aria-hidden />
          <span>{texts.card.face.redKey}</span>
        </p>
      )}
      {isThere && says !== null && (
        <p className="card-face-says" data-testid="terminal-says">
          <span className="card-face-label">{texts.card.face.says}</span>
          <span className="card-face-screen">{says}</span>
        </p>
      )}
      <Elapsed payment={payment} nowMs={nowMs} />
    </div>
  )
}

/** How long it has been, and how long it takes at most before nobody knows. */
function Elapsed({ payment, nowMs }: { readonly payment: PaymentView; readonly nowMs: number }) {
  const { texts } = useWords()
  const devices = useDevices()
  const { face } = texts.card
  const device = devices?.terminals.find(({ profile }) => profile.id === payment.channel)
  const doing = device?.doing?.verb === 'sale' ? device.doing : null
  const time = showLeft(nowMs - (doing?.sinceMs ?? payment.createdAtMs))
  const words =
    device && doing
      ? fill(face.within, { time, limit: showLeft(device.profile.answerWithinMs) })
      : fill(face.elapsed, { time })
  return (
    <span className="payment-left card-face-elapsed">
      <Clock aria-hidden />
      {words}
    </span>
  )
}

/** What to read on a terminal that cannot be asked, and what it means. */
export function SlipSteps({ payment }: { readonly payment: PaymentView }) {
  const { texts } = useWords()
  const { slip } = texts.card
  return (
    <div className="slip" data-testid="slip-steps">
      <p className="slip-title">{slipTitle(texts, payment)}</p>
      <ul>
        {slipWords(texts, payment).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <p className="slip-until">{slip.until}</p>
    </div>
  )
}
