import { useRef, useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import type { DiscrepancyView } from '../../../src-shared/contract/tray.ts'
import type { RefundId } from '../../../src-shared/ids.ts'
import { readAmount, showAmount, writeAmount } from '../../../src-shared/money.ts'
import type { Failure } from '../../../src-shared/result.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { Alert } from '../../components/Alert.tsx'
import { Button } from '../../components/Button.tsx'
import { Hints } from '../../components/KeyHints.tsx'
import { Keypad } from '../../components/Keypad.tsx'
import { useConsentedCall } from '../../state/consent.ts'
import { pasteText, showTyped, typeKey } from '../../state/entry.ts'
import type { Key } from '../../state/keys.ts'
import { paidName } from '../../state/cardWords.ts'
import { useFocusBack } from '../../state/useFocusBack.ts'
import { useDialogKeys } from '../../state/useKeys.ts'
import { useOneAtATime } from '../../state/useOneAtATime.ts'
import { useSettled } from '../../state/useSettled.ts'
import { useWords } from '../../state/words.ts'
import {
  ReasonChoice,
  reasonOf,
  reasonsFor,
  reasonWords,
  type Reason,
} from '../override/ReasonChoice.tsx'
import { RefundAfter } from './RefundAfter.tsx'
import { goesWords } from './refundWords.ts'
import { backMinor, refundableOf } from './refundable.ts'

/** Gives back the whole or a part; what came of it is shown until somebody has read it. */
export function RefundDialog(props: {
  readonly payment: PaymentView
  readonly discrepancy: DiscrepancyView | null
  readonly onClose: () => void
}) {
  const { payment, discrepancy, onClose } = props
  const [asked, setAsked] = useState<{ refundId: RefundId; amountMinor: number } | null>(null)
  if (asked) return <RefundAfter payment={payment} {...asked} onClose={onClose} />
  return (
    <Asking
      payment={payment}
      discrepancy={discrepancy}
      onClose={onClose}
      onAsked={(refundId, amountMinor) => setAsked({ refundId, amountMinor })}
    />
  )
}

type Trouble = Failure | 'amountFirst' | 'tooMuch' | 'reasonFirst'

function Asking(props: {
  readonly payment: PaymentView
  readonly discrepancy: DiscrepancyView | null
  readonly onClose: () => void
  readonly onAsked: (refundId: RefundId, amountMinor: number) => void
}) {
  const { payment, discrepancy, onClose, onAsked } = props
  const call = useConsentedCall()
  const { texts, failure } = useWords()
  const words = texts.refund
  const leftMinor = refundableOf(payment, discrepancy)
  const oneTap = reasonsFor(texts, 'refund')
  const { busy, run } = useOneAtATime()
  // A double press of the Enter that led here is not meant for this dialog.
  const { settled, settle } = useSettled(payment.paymentId)
  /** Null: nothing was typed, and all that is left is given back. */
  const [entry, setEntry] = useState<string | null>(null)
  const [reason, setReason] = useState<Reason>(() =>
    reasonOf(oneTap, discrepancy?.bothPaid === true ? texts.override.reasons.refund.twice : ''),
  )
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const body = useRef<HTMLDivElement>(null)
  const otherReason = useRef<HTMLInputElement>(null)

  const read = entry === null ? null : readAmount(entry, leftMinor)
  const amountMinor = read === null ? leftMinor : read.ok ? read.amountMinor : null
  const leaveTyping = () => body.current?.focus()
  const choose = (usual: string) => {
    settle()
    setReason({ oneTap: usual, typed: '' })
    setTrouble(null)
    leaveTyping()
  }
  const type = (key: Key) => {
    settle()
    const typed = typeKey(entry ?? '', key)
    // Deleted to nothing: all that is left again.
    setEntry(typed.text === '' ? null : typed.text)
    setTrouble(null)
  }
  const give = () => {
    if (!settled) return
    const why = reasonWords(reason)
    if (amountMinor === null || amountMinor === 0) {
      const over = read?.ok === false && read.code === 'amountAboveCeiling'
      return setTrouble(over ? 'tooMuch' : 'amountFirst')
    }
    if (why === '') return setTrouble('reasonFirst')
    setTrouble(null)
    run(async () => {
      const { paymentId } = payment
      const discrepancyId = discrepancy?.discrepancyId ?? null
      const what = fill(words.what, {
        amount: showAmount(amountMinor),
        method: paidName(texts, payment),
      })
      const input = { paymentId, discrepancyId, amountMinor, reason: why }
      const answer = await call('refund.request', input, what, why)
      if (answer?.ok === true) onAsked(answer.value.refundId, amountMinor)
      else setTrouble(answer === null ? null : answer.failure)
    })
  }

  useFocusBack()
  useDialogKeys({
    key(key) {
      if (busy) return
      if (key.kind === 'escape') return onClose()
      if (key.kind === 'enter') return give()
      if (key.kind !== 'function') return type(key)
      const usual = oneTap[Number(key.name.slice(1)) - 1]
      if (usual !== undefined) choose(usual)
      else if (key.name === `F${oneTap.length + 1}`) otherReason.current?.focus()
    },
    paste(text) {
      const pasted = pasteText(entry ?? '', text, leftMinor)
      if (pasted.refused === null) setEntry(pasted.text)
      else setTrouble(pasted.refused === 'amountAboveCeiling' ? 'tooMuch' : 'amountFirst')
    },
  })

  // Whoever consents has a dialog of his own, in the place of this one.
  if (busy) return null
  const title = discrepancy ? words.titleExtra : words.title
  const facts: readonly (readonly [string, number])[] = [
    discrepancy ? [words.extra, discrepancy.amountMinor] : [words.paid, payment.amountMinor],
    [words.givenBack, backMinor(discrepancy?.refunds ?? payment.refunds, discrepancy)],
    [words.left, leftMinor],
  ]
  return (
    <ModalOverlay className="veil" isOpen isKeyboardDismissDisabled>
      <Modal className="dialog refund-dialog">
        <Dialog className="dialog-body" role="alertdialog">
          <Heading className="dialog-title" slot="title">
            {fill(title, { method: paidName(texts, payment) })}
          </Heading>
          <div className="refund-body" ref={body} tabIndex={-1}>
            <div className="refund-side">
              <dl className="refund-facts">
                {facts.map(([name, minor]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{showAmount(minor)}</dd>
                  </div>
                ))}
              </dl>
              <p className="refund-goes">{goesWords(texts, payment.method)}</p>
              <p className="refund-not-done">{words.notDone}</p>
              <ReasonChoice
                oneTap={oneTap}
                reason={reason}
                onOneTap={choose}
                onType={(typed) => setReason({ oneTap: null, typed })}
                onLeave={leaveTyping}
                field={otherReason}
              />
            </div>
            <div className="refund-amount-side">
              <div className="refund-amount">
                <span className="override-label">{words.amount}</span>
                <output className="refund-digits" data-testid="refund-amount">
                  {entry === null ? writeAmount(leftMinor) : showTyped(entry)}
                </output>
                <span className="refund-all">{entry === null ? words.all : ''}</span>
              </div>
              <Keypad money onKey={type} />
            </div>
          </div>
          <div className="refund-message">
            {trouble !== null && (
              <Alert>
                {typeof trouble === 'string'
                  ? fill(words[trouble], { left: showAmount(leftMinor) })
                  : failure(trouble)}
              </Alert>
            )}
          </div>
          <div className="dialog-actions">
            <Button onPress={onClose}>{words.cancel}</Button>
            <Button look="danger" onPress={give}>
              {fill(words.confirm, { amount: showAmount(amountMinor ?? 0) })}
            </Button>
          </div>
          <p className="dialog-hints">
            <Hints keys={words.keys} />
          </p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
