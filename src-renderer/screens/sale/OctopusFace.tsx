import { Clock, Nfc, PlugZap, Unplug } from 'lucide-react'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showLeft } from '../../../src-shared/texts/show.ts'
import { Money } from '../../components/Money.tsx'
import { Badge } from '../../components/StateMark.tsx'
import { codeWords, needsHelp, type Coach } from '../../state/octopusWords.ts'
import { toneOf } from '../../state/paymentWords.ts'
import { useWords } from '../../state/words.ts'

/** An Octopus at its reader: how much, and the one thing to do now, to be read at an arm's length. */
export function OctopusFace({
  payment,
  coach,
  nowMs,
}: {
  readonly payment: PaymentView
  readonly coach: Coach
  readonly nowMs: number
}) {
  const { texts } = useWords()
  const tone = toneOf(payment)
  return (
    <div className="octopus-face">
      <p className="card-face-amount">
        <Money amountMinor={payment.amountMinor} />
      </p>
      <div
        className={`octopus-coach tone-${tone}`}
        data-testid="payment-state"
        data-state={payment.state}
        data-step={coach.step}
      >
        <p className="octopus-word">
          <Badge tone={tone} />
          <span>{coach.word}</span>
          <Nfc className="octopus-icon" aria-hidden />
        </p>
        <p className="octopus-ask">
          <Ask words={coach.ask} name={texts.methods.octopus} />
        </p>
        {coach.number !== null && (
          <p className="octopus-number">
            {fill(texts.octopus.face.number, { number: coach.number })}
          </p>
        )}
        <p className="octopus-money">{coach.money}</p>
      </div>
      <ReaderLine payment={payment} nowMs={nowMs} />
      {/* Its place is there before it comes, so that it is read out when it does. */}
      <p className="octopus-help" role="status">
        {needsHelp(payment, nowMs) && texts.octopus.face.help}
      </p>
    </div>
  )
}

/** The name of the card stays in one piece, with a bracket before it: Chinese would break anywhere. */
function Ask({ words, name }: { readonly words: string; readonly name: string }) {
  const at = words.indexOf(name)
  if (at < 0) return words
  const from = words[at - 1] === '（' ? at - 1 : at
  const to = at + name.length
  return (
    <>
      {words.slice(0, from)}
      <wbr />
      <span className="octopus-name">{words.slice(from, to)}</span>
      <Ask words={words.slice(to)} name={name} />
    </>
  )
}

/** Whether the reader is there, since when it is at this, and the number it gave for why. */
function ReaderLine({ payment, nowMs }: { readonly payment: PaymentView; readonly nowMs: number }) {
  const { texts } = useWords()
  const { face } = texts.octopus
  const { reader } = payment
  const there = reader?.there === true
  const Icon = there ? PlugZap : Unplug
  const code = reader?.code ?? null
  const time = showLeft(nowMs - (reader?.sinceMs ?? payment.createdAtMs))
  return (
    <p className="octopus-reader">
      <span className="octopus-reader-part">
        <Icon aria-hidden />
        {there ? face.there : face.away}
      </span>
      <span className="octopus-reader-part">
        <Clock aria-hidden />
        {fill(face.elapsed, { time })}
      </span>
      {code !== null && <span>{codeWords(texts, code)}</span>}
    </p>
  )
}
