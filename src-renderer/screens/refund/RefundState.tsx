import type { RefundView } from '../../../src-shared/contract/refund.ts'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import { Badge } from '../../components/StateMark.tsx'
import { useNow } from '../../state/useNow.ts'
import { useWords } from '../../state/words.ts'
import { refundWords, toneOfRefund } from './refundWords.ts'

/** What came of a refund so far: state, sentences, and when it is asked about next. */
export function RefundState({
  payment,
  refund,
}: {
  readonly payment: PaymentView
  readonly refund: RefundView
}) {
  const { texts } = useWords()
  const nowMs = useNow(refund.nextAskAtMs !== null)
  const tone = toneOfRefund(refund)
  return (
    <div
      className={`refund-state tone-${tone}`}
      data-testid="refund-state"
      data-state={refund.state}
    >
      <Badge tone={tone} />
      <div>
        <p className="refund-word">{texts.refund.states[refund.state]}</p>
        {refundWords(texts, payment, refund, nowMs).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </div>
  )
}
