import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import type { StaffTile } from '../../../src-shared/contract/counter.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showLeft } from '../../../src-shared/texts/show.ts'
import { Alert } from '../../components/Alert.tsx'
import { Button } from '../../components/Button.tsx'
import { Keypad } from '../../components/Keypad.tsx'
import { PinDots } from '../../components/PinDots.tsx'
import type { Key } from '../../state/keys.ts'
import { shortestPin, typePin } from '../../state/pin.ts'
import { useCall } from '../../state/till.ts'
import { useKeys } from '../../state/useKeys.ts'
import { useNow } from '../../state/useNow.ts'
import { useOneAtATime } from '../../state/useOneAtATime.ts'
import { useWords } from '../../state/words.ts'

/** Signing in: the PIN of whoever chose this name. */
export function PinPad(props: {
  readonly tile: StaffTile
  readonly onBack: () => void
  /** The lock may have changed. */
  readonly onRefused: () => Promise<void>
}) {
  const { tile } = props
  const call = useCall()
  const { texts, failure } = useWords()
  const { busy, run } = useOneAtATime()
  const [pin, setPin] = useState('')
  const [trouble, setTrouble] = useState<string | null>(null)
  const nowMs = useNow(tile.lockedUntilMs !== null)
  const lockedMs = (tile.lockedUntilMs ?? 0) - nowMs

  const signIn = () => {
    if (pin.length < shortestPin) {
      setTrouble(texts.signIn.pinShort)
      return
    }
    run(async () => {
      const answer = await call('session.signIn', { staffId: tile.staffId, pin })
      setPin('')
      if (answer.ok) return
      setTrouble(failure(answer.failure))
      await props.onRefused()
    })
  }

  const onKey = (key: Key) => {
    if (key.kind === 'escape') props.onBack()
    if (busy || lockedMs > 0) return
    if (key.kind === 'digit') setTrouble(null)
    if (key.kind === 'enter') signIn()
    else setPin((typed) => typePin(typed, key))
  }
  useKeys({ key: onKey })

  return (
    <section className="pin">
      <div className="pin-head">
        <Button look="quiet" icon={ArrowLeft} onPress={props.onBack}>
          {texts.signIn.others}
        </Button>
        <h2 className="pin-title">{fill(texts.signIn.pinOf, { name: tile.name })}</h2>
        <p className="staff-hint">
          {tile.trainingPin === null
            ? texts.signIn.pinHint
            : `${texts.signIn.pinHint} · ${fill(texts.signIn.trainingPin, { pin: tile.trainingPin })}`}
        </p>
      </div>
      <PinDots count={pin.length} />
      <div className="pin-message">
        {trouble !== null && <Alert>{trouble}</Alert>}
        {lockedMs > 0 && (
          <p className="pin-locked tone-person">
            {fill(texts.signIn.lockedFor, { left: showLeft(lockedMs) })}
          </p>
        )}
      </div>
      <Keypad money={false} onKey={onKey} />
      <Button look="primary" busy={busy} isDisabled={lockedMs > 0} onPress={signIn}>
        {texts.signIn.signIn}
      </Button>
    </section>
  )
}
