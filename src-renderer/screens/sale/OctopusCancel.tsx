import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showLeft } from '../../../src-shared/texts/show.ts'
import { Button } from '../../components/Button.tsx'
import { useNow } from '../../state/useNow.ts'
import { useWords } from '../../state/words.ts'
import { useMayAsk } from '../tray/HandActions.tsx'
import { useOpenHand } from '../tray/HandProvider.tsx'

/**
 * Of an Octopus at the reader: it may be cancelled after a while. Once it may have been charged, only
 * a supervisor may end the wait, and what is ended is the sale's waiting, not the payment.
 */
export function OctopusCancel({
  payment,
  onCancel,
}: {
  readonly payment: PaymentView
  readonly onCancel: () => void
}) {
  const { texts } = useWords()
  const openHand = useOpenHand()
  const nowMs = useNow(true)
  const mayAsk = useMayAsk()
  const { face } = texts.octopus
  const { state, reader, actions } = payment
  const isUnknown = state === 'unknown'
  const fromMs = isUnknown
    ? (reader?.letGoAtMs ?? null)
    : state === 'awaitingPayer'
      ? (reader?.cancelAtMs ?? null)
      : null
  const leftMs = fromMs === null ? 0 : fromMs - nowMs
  const time = showLeft(leftMs)
  const soon = isUnknown ? face.letGoIn : face.cancelIn
  const now = isUnknown ? face.letGo : texts.payment.cancel
  // A card that is being charged right now cannot be called off.
  const mayEnd = isUnknown
    ? actions.includes('freeSale') && mayAsk('freeSale')
    : actions.includes('cancel') && reader?.step !== 'reading'
  return (
    <Button
      look="danger"
      className="action-wide action-apart"
      isDisabled={!mayEnd}
      onPress={() => {
        if (isUnknown) openHand({ act: 'freeSale', payment, discrepancy: null })
        else onCancel()
      }}
      data-testid="octopus-cancel"
    >
      {/* The engine has the last word: where it may be pressed already, nothing is counted down. */}
      {leftMs > 0 && !mayEnd ? fill(soon, { time }) : now}
    </Button>
  )
}
