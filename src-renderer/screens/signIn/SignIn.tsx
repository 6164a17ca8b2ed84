import { useCallback, useEffect, useState } from 'react'
import type { StaffTile } from '../../../src-shared/contract/counter.ts'
import type { Failure } from '../../../src-shared/result.ts'
import { Alert } from '../../components/Alert.tsx'
import { Frame } from '../../components/Frame.tsx'
import { Preferences } from '../../components/Preferences.tsx'
import { TrainingMark } from '../../components/TrainingMark.tsx'
import { useCall, useReady } from '../../state/till.ts'
import { useWords } from '../../state/words.ts'
import { PinPad } from './PinPad.tsx'
import { StaffTiles } from './StaffTiles.tsx'

/** Who is at the till: a name, then its PIN. */
export function SignIn() {
  const call = useCall()
  const counter = useReady()
  const { texts, failure } = useWords()
  const [staff, setStaff] = useState<readonly StaffTile[] | null>(null)
  const [trouble, setTrouble] = useState<Failure | null>(null)
  const [chosenId, setChosenId] = useState<string | null>(null)

  const askForStaff = useCallback(async () => {
    const answer = await call('session.staff', {})
    if (answer.ok) setStaff(answer.value)
    else setTrouble(answer.failure)
  }, [call])
  useEffect(() => void askForStaff(), [askForStaff])

  const chosen = staff?.find(({ staffId }) => staffId === chosenId)
  return (
    <Frame
      title={texts.signIn.title}
      bar={
        <>
          <TrainingMark />
          <div className="bar-fact">
            <div>
              <div className="bar-first">{texts.product}</div>
              <div className="bar-second">{`${counter.counterName} · ${counter.storeName}`}</div>
            </div>
          </div>
          <div className="bar-end">
            <Preferences />
          </div>
        </>
      }
      keys={texts.signIn.keys}
      className="sign-in"
    >
      {trouble && <Alert>{failure(trouble)}</Alert>}
      {chosen ? (
        <PinPad
          key={chosen.staffId}
          tile={chosen}
          onBack={() => setChosenId(null)}
          onRefused={askForStaff}
        />
      ) : (
        staff && <StaffTiles staff={staff} onChoose={setChosenId} />
      )}
    </Frame>
  )
}
