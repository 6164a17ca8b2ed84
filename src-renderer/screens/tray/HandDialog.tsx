import { useRef, useState, type KeyboardEvent } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { TextField } from 'react-aria-components/TextField'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import { textLimit } from '../../../src-shared/contract/define.ts'
import { conflictDecisions } from '../../../src-shared/contract/tray.ts'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import type { Facts, Failure, Result } from '../../../src-shared/result.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { Alert } from '../../components/Alert.tsx'
import { Button, leaveField } from '../../components/Button.tsx'
import { KeyLabel } from '../../components/KeyLabel.tsx'
import { Hints } from '../../components/KeyHints.tsx'
import { isAtReader } from '../../state/octopusWords.ts'
import { useFocusBack } from '../../state/useFocusBack.ts'
import { useDialogKeys } from '../../state/useKeys.ts'
import { useOneAtATime } from '../../state/useOneAtATime.ts'
import { useWords } from '../../state/words.ts'
import { ReasonChoice, reasonWords, type Reason } from '../override/ReasonChoice.tsx'
import {
  evidenceWords,
  handWords,
  missingOf,
  type Decision,
  type Given,
  type HandAct,
  type Missing,
} from './handActs.ts'

/** What a person decides where no machine said it: what it means for the money comes first. */
export function HandDialog(props: {
  readonly act: HandAct
  readonly payment: PaymentView
  /** What its texts fill in: `amount`, and of a shortfall `credited` and `short`. */
  readonly facts: Facts
  /** What it was about was settled meanwhile: nothing is left to decide. */
  readonly over: boolean
  /** @returns null: whoever was to consent was not asked after all */
  readonly decide: (given: Given) => Promise<Result<unknown> | null>
  readonly onClose: () => void
}) {
  const { act, payment, facts, over, decide, onClose } = props
  const { texts, failure } = useWords()
  const words = handWords(texts, act, payment)
  const asked = evidenceWords(texts, payment)
  // Where the question itself is whether to cancel, “Cancel” would be an answer to it.
  const isToCancel = act === 'freeSale' && isAtReader(payment)
  const oneTap: readonly string[] = Object.values(words.reasons)
  const { busy, run } = useOneAtATime()
  const [reason, setReason] = useState<Reason>({ oneTap: null, typed: '' })
  const [evidence, setEvidence] = useState('')
  const [decision, setDecision] = useState<Decision | null>(null)
  const [trouble, setTrouble] = useState<Failure | Missing | null>(null)
  const body = useRef<HTMLDivElement>(null)
  const otherReason = useRef<HTMLInputElement>(null)

  const leaveTyping = () => body.current?.focus()
  const choose = (usual: string) => {
    setReason({ oneTap: usual, typed: '' })
    setTrouble(null)
    leaveTyping()
  }
  const confirm = () => {
    if (over) return onClose()
    const given = { reason: reasonWords(reason), evidence: evidence.trim(), decision }
    const missing = missingOf(act, given)
    setTrouble(missing)
    if (missing !== null) return
    run(async () => {
      const answer = await decide(given)
      if (answer?.ok === true) onClose()
      else setTrouble(answer === null ? null : answer.failure)
    })
  }

  useFocusBack()
  useDialogKeys({
    key(key) {
      if (busy) return
      if (key.kind === 'escape') return onClose()
      if (key.kind === 'enter') return confirm()
      if (over) return
      if (key.kind === 'digit' && act === 'decideConflict') {
        const keyed = conflictDecisions[Number(key.digit) - 1]
        if (keyed !== undefined) setDecision(keyed)
      }
      if (key.kind !== 'function') return
      const usual = oneTap[Number(key.name.slice(1)) - 1]
      if (usual !== undefined) choose(usual)
      else if (key.name === `F${oneTap.length + 1}`) otherReason.current?.focus()
    },
  })

  // Whoever consents has a dialog of his own, in the place of this one.
  if (busy) return null
  return (
    <ModalOverlay className="veil" isOpen isKeyboardDismissDisabled>
      <Modal className="dialog hand">
        <Dialog className="dialog-body" role="alertdialog">
          <Heading className="dialog-title" slot="title">
            {fill(words.title, facts)}
          </Heading>
          <div className="hand-body" ref={body} tabIndex={-1}>
            {!over && (
              <>
                <p className="hand-means">{fill(words.means, facts)}</p>
                <p className="hand-more">{fill(words.more, facts)}</p>
                {act === 'decideConflict' && <Decisions chosen={decision} onChoose={setDecision} />}
                {act === 'confirmPaid' && (
                  <Evidence
                    label={asked.evidence}
                    hint={asked.evidenceHint}
                    value={evidence}
                    onChange={setEvidence}
                    onLeave={leaveTyping}
                  />
                )}
                <ReasonChoice
                  oneTap={oneTap}
                  reason={reason}
                  onOneTap={choose}
                  onType={(typed) => setReason({ oneTap: null, typed })}
                  onLeave={leaveTyping}
                  field={otherReason}
                />
              </>
            )}
            {over && <Alert>{texts.hand.over}</Alert>}
            {!over && trouble !== null && (
              <Alert>
                {typeof trouble === 'string'
                  ? { ...texts.hand, evidenceFirst: asked.evidenceFirst }[trouble]
                  : failure(trouble)}
              </Alert>
            )}
          </div>
          <div className="dialog-actions">
            {over ? (
              <Button look="primary" onPress={onClose}>
                {texts.frame.close}
              </Button>
            ) : (
              <>
                <Button onPress={onClose}>
                  {isToCancel ? texts.payment.cancelKeep : texts.hand.cancel}
                </Button>
                <Button look="danger" onPress={confirm}>
                  {words.confirm}
                </Button>
              </>
            )}
          </div>
          <p className="dialog-hints">
            <Hints keys={over ? texts.hand.keysOver : texts.hand.keys} />
          </p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Evidence(props: {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onLeave: () => void
}) {
  const onKeyDown = ({ code, nativeEvent }: KeyboardEvent) => {
    if (nativeEvent.isComposing) return
    if (code === 'Enter' || code === 'NumpadEnter' || code === 'Escape') props.onLeave()
  }
  return (
    <TextField
      className="field"
      value={props.value}
      maxLength={textLimit}
      autoComplete="off"
      onChange={props.onChange}
      onKeyDown={onKeyDown}
    >
      <Label className="override-label">{props.label}</Label>
      <Input className="field-input" autoFocus placeholder={props.hint} />
    </TextField>
  )
}

function Decisions(props: {
  readonly chosen: Decision | null
  readonly onChoose: (decision: Decision) => void
}) {
  const { texts } = useWords()
  return (
    <section>
      <h3 className="override-label" id="hand-decision">
        {texts.hand.decideConflict.decision}
      </h3>
      <ToggleButtonGroup
        className="decisions"
        aria-labelledby="hand-decision"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={props.chosen === null ? [] : [props.chosen]}
      >
        {conflictDecisions.map((decision, place) => (
          <ToggleButton
            key={decision}
            id={decision}
            className="reason"
            onPressStart={leaveField}
            onPress={() => props.onChoose(decision)}
          >
            <KeyLabel name={String(place + 1)} />
            <span>{texts.hand.decideConflict.decisions[decision]}</span>
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </section>
  )
}
