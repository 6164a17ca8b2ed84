import { GraduationCap, RotateCcw } from 'lucide-react'
import { useRef, useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { clockAheadLimitMs, type TrainingView } from '../../../src-shared/contract/training.ts'
import type { Failure, Result } from '../../../src-shared/result.ts'
import { useCall } from '../../state/till.ts'
import { deedOfKey } from '../../state/trainingWords.ts'
import { useDialogKeys } from '../../state/useKeys.ts'
import { useOneAtATime } from '../../state/useOneAtATime.ts'
import { useWords } from '../../state/words.ts'
import { Alert } from '../Alert.tsx'
import { Button } from '../Button.tsx'
import { ConfirmDialog } from '../ConfirmDialog.tsx'
import { Hints } from '../KeyHints.tsx'
import { NextDeed } from './NextDeed.tsx'
import { TrainingClock } from './TrainingClock.tsx'
import { TrainingLines } from './TrainingLines.tsx'
import { TrainingOctopus } from './TrainingOctopus.tsx'
import { TrainingTerminals } from './TrainingTerminals.tsx'

/** What a trainer may make the simulated other side do. It opens in training only. */
export function TrainingPanel({
  training,
  onClose,
}: {
  readonly training: NonNullable<TrainingView>
  readonly onClose: () => void
}) {
  const call = useCall()
  const { texts, failure } = useWords()
  const { run } = useOneAtATime()
  const [trouble, setTrouble] = useState<Failure | null>(null)
  const [anew, setAnew] = useState(false)
  // What the clock was last set to, also before the engine has told of it: quick taps add up.
  const clockMs = useRef(training.clockAheadMs)

  const ask = async (work: Promise<Result<null>>): Promise<void> => {
    const answer = await work
    setTrouble(answer.ok ? null : answer.failure)
  }
  const prepare = (next: typeof training.next) => void ask(call('training.prepare', { next }))
  const setNetwork = (on: boolean) => void ask(call('training.setNetwork', { on }))
  const setClock = (aheadMs: number) => {
    clockMs.current = Math.min(aheadMs, clockAheadLimitMs)
    void ask(call('training.setClock', { aheadMs: clockMs.current }))
  }

  useDialogKeys({
    key(key) {
      if (key.kind === 'escape' || key.kind === 'enter') onClose()
      const next = deedOfKey(key)
      if (next !== undefined) prepare(next)
      else if (key.kind === 'digit' && key.digit === '0') setNetwork(!training.networkOn)
    },
  })

  return (
    <ModalOverlay className="veil" isOpen isKeyboardDismissDisabled>
      <Modal className="dialog training-panel">
        <Dialog className="dialog-body training-body">
          <header className="training-head">
            <GraduationCap className="training-head-icon" aria-hidden />
            <div>
              <Heading className="dialog-title" slot="title">
                {texts.training.title}
              </Heading>
              <p className="training-about">{texts.training.about}</p>
            </div>
            <Button onPress={onClose}>{texts.frame.close}</Button>
          </header>
          <NextDeed training={training} onChoose={prepare} />
          <TrainingTerminals
            terminals={training.terminals}
            onPrepare={(next) => void ask(call('training.prepareTerminal', { next }))}
            onPlugged={(plugged) => void ask(call('training.setPlugged', { plugged }))}
          />
          <TrainingOctopus
            octopus={training.octopus}
            onPrepare={(next) => void ask(call('training.prepareOctopus', { next }))}
            onHold={(card) => void ask(call('training.holdOctopus', { card }))}
            onPlugged={(plugged) => void ask(call('training.setOctopusPlugged', { plugged }))}
          />
          <div className="training-side">
            <TrainingLines
              training={training}
              onNetwork={setNetwork}
              onChannel={(id, state) => void ask(call('training.setChannel', { id, state }))}
            />
            <TrainingClock
              aheadMs={training.clockAheadMs}
              onAdd={(stepMs) => setClock(clockMs.current + stepMs)}
              onRight={() => setClock(0)}
            />
          </div>
          <section className="training-anew">
            <Button look="danger" icon={RotateCcw} onPress={() => setAnew(true)}>
              {texts.training.anew}
            </Button>
          </section>
          <p className="dialog-hints">
            <Hints keys={texts.training.keys} />
          </p>
          {trouble && <Alert>{failure(trouble)}</Alert>}
          {anew && (
            <ConfirmDialog
              title={texts.training.anewTitle}
              keep={texts.training.anewKeep}
              confirm={texts.training.anewConfirm}
              onKeep={() => setAnew(false)}
              onConfirm={() => {
                setAnew(false)
                run(() => ask(call('training.reset', {})))
              }}
            >
              <p>{texts.training.anewDeleted}</p>
              <p>{texts.training.anewKept}</p>
            </ConfirmDialog>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
