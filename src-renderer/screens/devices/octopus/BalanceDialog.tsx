import { Info, Nfc, WalletCards } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { Balance } from '../../../../src-shared/contract/octopus.ts'
import { showAmount } from '../../../../src-shared/money.ts'
import type { Failure } from '../../../../src-shared/result.ts'
import { fill, type Texts } from '../../../../src-shared/texts/index.ts'
import { Alert } from '../../../components/Alert.tsx'
import { Button } from '../../../components/Button.tsx'
import { Hints } from '../../../components/KeyHints.tsx'
import { Money } from '../../../components/Money.tsx'
import { useCall } from '../../../state/till.ts'
import { useDialogKeys } from '../../../state/useKeys.ts'
import { useOneAtATime } from '../../../state/useOneAtATime.ts'
import { useWords } from '../../../state/words.ts'

/** For how long a card is waited for; the engine ends it. */
const waitsSeconds = 5

/** What is left on a customer's Octopus, behind one button. */
export function BalanceButton() {
  const { balance } = useWords().texts.devices.octopus
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button icon={WalletCards} onPress={() => setOpen(true)} data-testid="octopus-balance">
        {balance.open}
      </Button>
      {open && <BalanceDialog onClose={() => setOpen(false)} />}
    </>
  )
}

/** Looks as soon as it opens, and as often as somebody wants. It never says that anything is paid. */
function BalanceDialog({ onClose }: { readonly onClose: () => void }) {
  const call = useCall()
  const { texts, failure } = useWords()
  const { balance: words } = texts.devices.octopus
  const { busy, run } = useOneAtATime()
  /** null: a card is awaited. */
  const [found, setFound] = useState<Balance | null>(null)
  const [trouble, setTrouble] = useState<Failure | null>(null)
  const look = useCallback(
    () =>
      run(async () => {
        setFound(null)
        setTrouble(null)
        const answer = await call('octopus.balance', {})
        if (answer.ok) setFound(answer.value)
        else setTrouble(answer.failure)
      }),
    [call, run],
  )
  useEffect(look, [look])
  useDialogKeys({
    key(key) {
      if (key.kind === 'escape') onClose()
      if (key.kind === 'enter') look()
    },
  })
  return (
    <ModalOverlay className="veil" isOpen isKeyboardDismissDisabled>
      <Modal className="dialog">
        <Dialog className="dialog-body">
          <Heading className="dialog-title" slot="title">
            {words.title}
          </Heading>
          <div className="balance" role="status" data-testid="balance">
            {!trouble && <BalanceFace words={words} found={found} />}
          </div>
          {trouble && <Alert>{failure(trouble)}</Alert>}
          <p className="balance-nothing">
            <Info aria-hidden />
            <span>{words.nothingTaken}</span>
          </p>
          <div className="dialog-actions">
            <Button onPress={onClose}>{words.close}</Button>
            <Button look="primary" busy={busy} onPress={look} data-testid="balance-again">
              {words.again}
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

function BalanceFace(props: {
  readonly words: Texts['devices']['octopus']['balance']
  readonly found: Balance | null
}) {
  const { words, found } = props
  if (found === null) {
    return (
      <>
        <p className="balance-ask">
          <Nfc aria-hidden />
          <span>{words.hold}</span>
        </p>
        <p className="balance-note">{fill(words.upTo, { seconds: waitsSeconds })}</p>
      </>
    )
  }
  if (found.found !== 'card') {
    return (
      <p className="balance-ask">
        <Nfc aria-hidden />
        <span>{words.found[found.found]}</span>
      </p>
    )
  }
  const { valueMinor, olderMinor, by, lastFour } = found
  const byReader = lastFour === null ? words.untold : fill(words.byReader, { lastFour })
  return (
    <>
      <p className="balance-label">{words.remaining}</p>
      {valueMinor === null ? (
        <p className="balance-hidden">{words.hidden}</p>
      ) : (
        <p className="balance-value" data-testid="balance-value">
          <Money amountMinor={valueMinor} />
        </p>
      )}
      {olderMinor !== null && (
        <p className="balance-older" data-testid="balance-older">
          {fill(words.older, { value: showAmount(olderMinor) })}
        </p>
      )}
      <p className="balance-note">{by === 'module' ? words.byModule : byReader}</p>
    </>
  )
}
