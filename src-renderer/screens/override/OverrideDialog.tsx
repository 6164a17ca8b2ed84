import { useCallback, useEffect, useRef, useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { StaffTile } from '../../../src-shared/contract/counter.ts'
import type { Override } from '../../../src-shared/contract/override.ts'
import type { StaffId } from '../../../src-shared/ids.ts'
import type { Permission } from '../../../src-shared/permissions.ts'
import type { Failure } from '../../../src-shared/result.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showTime } from '../../../src-shared/texts/show.ts'
import { Alert } from '../../components/Alert.tsx'
import { Button } from '../../components/Button.tsx'
import { Hints } from '../../components/KeyHints.tsx'
import { Keypad } from '../../components/Keypad.tsx'
import { PinDots } from '../../components/PinDots.tsx'
import type { Key } from '../../state/keys.ts'
import { shortestPin, typePin } from '../../state/pin.ts'
import { useCall, useSignedIn } from '../../state/till.ts'
import { useFocusBack } from '../../state/useFocusBack.ts'
import { useDialogKeys } from '../../state/useKeys.ts'
import { useNow } from '../../state/useNow.ts'
import { useOneAtATime } from '../../state/useOneAtATime.ts'
import { useWords, type Words } from '../../state/words.ts'
import { ApproverTiles } from './ApproverTiles.tsx'
import { ReasonChoice, reasonOf, reasonsFor, reasonWords, type Reason } from './ReasonChoice.tsx'

/** What is still missing, or what was wrong with the consent. */
type Trouble = Failure | 'whoFirst' | 'reasonFirst' | 'pinShort'

/** Somebody who may do what the caller may not consents here, with a name, a reason and a PIN. */
export function OverrideDialog(props: {
  readonly what: string
  /** The reason that was given before anybody was asked; empty: none yet. */
  readonly why: string
  readonly permission: Permission
  readonly ask: (override: Override) => Promise<Failure | null>
  readonly leave: () => void
}) {
  const { permission, ask, leave } = props
  const call = useCall()
  const asker = useSignedIn().name
  const words = useWords()
  const { texts } = words
  const { busy, run } = useOneAtATime()
  const [approvers, setApprovers] = useState<readonly StaffTile[] | null>(null)
  const [approverId, setApproverId] = useState<StaffId | null>(null)
  const [pin, setPin] = useState('')
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const pinPart = useRef<HTMLElement>(null)
  const reasonField = useRef<HTMLInputElement>(null)

  const askForApprovers = useCallback(async () => {
    const answer = await call('override.approvers', { permission })
    if (answer.ok) setApprovers(answer.value)
    else setTrouble(answer.failure)
  }, [call, permission])
  useEffect(() => void askForApprovers(), [askForApprovers])

  const only = approvers?.length === 1 ? approvers[0] : undefined
  const approver = approvers?.find(({ staffId }) => staffId === approverId) ?? only
  const nowMs = useNow(approvers?.some(({ lockedUntilMs }) => lockedUntilMs !== null) ?? false)
  const locked = (approver?.lockedUntilMs ?? 0) > nowMs
  const oneTap = reasonsFor(texts, permission)
  const [reason, setReason] = useState<Reason>(() => reasonOf(oneTap, props.why))

  /** The digits that follow are the PIN, and Enter is the consent, wherever the focus was. */
  const goToPin = () => pinPart.current?.focus()
  const choose = (staffId: StaffId | null) => {
    setApproverId(staffId)
    setPin('')
    setTrouble(null)
    goToPin()
  }
  const chooseReason = (usual: string) => {
    setReason({ oneTap: usual, typed: '' })
    setTrouble(null)
    goToPin()
  }

  const consent = () => {
    const why = reasonWords(reason)
    if (!approver) return setTrouble('whoFirst')
    if (why === '') return setTrouble('reasonFirst')
    if (pin.length < shortestPin) return setTrouble('pinShort')
    run(async () => {
      const refused = await ask({ approver: approver.staffId, pin, reason: why })
      if (!refused) return
      setPin('')
      setTrouble(refused)
      // The lock may have changed.
      void askForApprovers()
    })
  }

  const type = (key: Key) => {
    if (busy || locked) return
    if (!approver) return setTrouble('whoFirst')
    if (key.kind === 'digit') setTrouble(null)
    setPin((typed) => typePin(typed, key))
  }
  const back = () => {
    if (busy) return
    if (pin !== '') setPin('')
    else if (approverId !== null && !only) choose(null)
    else leave()
  }
  useFocusBack()
  useDialogKeys({
    key(key) {
      if (key.kind === 'escape') return back()
      if (key.kind === 'function') {
        const usual = oneTap[Number(key.name.slice(1)) - 1]
        if (usual !== undefined) chooseReason(usual)
        else if (key.name === `F${oneTap.length + 1}`) reasonField.current?.focus()
        return
      }
      if (key.kind === 'enter') return locked ? undefined : consent()
      if (key.kind === 'digit' && !approver) {
        const keyed = approvers?.[Number(key.digit) - 1]
        return keyed ? choose(keyed.staffId) : type(key)
      }
      type(key)
    },
  })

  return (
    <ModalOverlay className="veil" isOpen isKeyboardDismissDisabled>
      <Modal className="dialog override">
        <Dialog className="dialog-body override-body">
          <header className="override-head">
            <p className="override-title">{texts.override.title}</p>
            <Heading className="dialog-title override-what" slot="title">
              {props.what}
            </Heading>
            <p className="override-asker">{fill(texts.override.asks, { name: asker })}</p>
          </header>
          <div className="override-side">
            {approvers?.length === 0 ? (
              <Alert>{texts.override.nobody}</Alert>
            ) : (
              <>
                <ApproverTiles
                  approvers={approvers ?? []}
                  chosen={approver?.staffId ?? null}
                  onChoose={choose}
                />
                <ReasonChoice
                  oneTap={oneTap}
                  reason={reason}
                  onOneTap={chooseReason}
                  onType={(typed) => setReason({ oneTap: null, typed })}
                  onLeave={goToPin}
                  field={reasonField}
                />
              </>
            )}
          </div>
          <section
            className="override-pin"
            ref={pinPart}
            tabIndex={-1}
            aria-labelledby="override-pin"
          >
            <h3 className="override-label" id="override-pin">
              {approver
                ? fill(texts.signIn.pinOf, { name: approver.name })
                : texts.override.whoFirst}
            </h3>
            <PinDots count={pin.length} />
            <div className="override-message">
              {trouble !== null && <Alert>{troubleWords(words, trouble, approver)}</Alert>}
            </div>
            <Keypad money={false} onKey={type} />
          </section>
          <Button className="override-leave" isDisabled={busy} onPress={leave}>
            {texts.override.leave}
          </Button>
          <Button
            look="primary"
            className="override-consent"
            busy={busy}
            isDisabled={locked || approvers?.length === 0}
            onPress={consent}
          >
            {texts.override.consent}
          </Button>
          <p className="dialog-hints">
            <Hints keys={texts.override.keys} />
          </p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

/** What happened is nothing, and it is said before anything else. */
function troubleWords({ texts, failure }: Words, trouble: Trouble, approver?: StaffTile): string {
  const { override, signIn } = texts
  if (trouble === 'pinShort') return signIn.pinShort
  if (trouble === 'whoFirst' || trouble === 'reasonFirst') return override[trouble]
  const untilMs = trouble.facts['untilMs']
  if (trouble.code === 'wrongPin') return override.wrongPin
  if (trouble.code !== 'lockedOut' || typeof untilMs !== 'number' || !approver) {
    return failure(trouble)
  }
  return fill(override.lockedOut, { name: approver.name, until: showTime(untilMs) })
}
