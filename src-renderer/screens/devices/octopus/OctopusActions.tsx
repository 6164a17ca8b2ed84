import { FileUp, ListChecks, Pencil, PlugZap, Settings2, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { OctopusReaderView } from '../../../../src-shared/contract/octopus.ts'
import { showAmount } from '../../../../src-shared/money.ts'
import type { Failure, Result } from '../../../../src-shared/result.ts'
import { fill } from '../../../../src-shared/texts/index.ts'
import { Alert } from '../../../components/Alert.tsx'
import { Button } from '../../../components/Button.tsx'
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx'
import { useConsentedCall } from '../../../state/consent.ts'
import { useCall, useSignedIn } from '../../../state/till.ts'
import { useFocusBack } from '../../../state/useFocusBack.ts'
import { useOneAtATime } from '../../../state/useOneAtATime.ts'
import { useWords } from '../../../state/words.ts'
import { isNone } from '../terminalWords.ts'
import { BalanceButton } from './BalanceDialog.tsx'

/** Test, look at a card, exchange file, lists, set up, remove: whatever this person may. */
export function OctopusActions(props: {
  readonly reader: OctopusReaderView
  readonly onChoose: () => void
  readonly onEdit: () => void
}) {
  const { reader, onChoose, onEdit } = props
  const { profile, builtIn, exchange, housekeeping } = reader
  const { name } = profile
  const call = useCall()
  const consented = useConsentedCall()
  const { permissions, withOverride } = useSignedIn()
  const { texts, failure } = useWords()
  const { octopus: words } = texts.devices
  const test = useOneAtATime()
  const daily = useOneAtATime()
  const removing = useOneAtATime()
  const [trouble, setTrouble] = useState<Failure | null>(null)
  const [asking, setAsking] = useState(false)
  // Removed, it takes the button with it that had the focus.
  useFocusBack()

  /** @param answer null: whoever was to consent was not asked after all */
  const tell = (answer: Result<unknown> | null) =>
    setTrouble(answer === null || answer.ok ? null : answer.failure)
  const isAtIt = daily.busy || exchange.running || housekeeping.running
  const manages = permissions.includes('manageCounter')
  const mayExchange = [...permissions, ...withOverride].includes('settleTerminals')
  const { open } = exchange
  return (
    <>
      <div className="terminal-acts">
        <Button
          icon={PlugZap}
          busy={test.busy}
          onPress={() => {
            onChoose()
            test.run(async () => tell(await call('octopus.test', {})))
          }}
          data-testid="octopus-test-line"
        >
          {words.test}
        </Button>
        <BalanceButton />
        {mayExchange && (
          <>
            <Button
              icon={FileUp}
              busy={isAtIt}
              onPress={() => {
                onChoose()
                const what = fill(words.exchangeWhat, { name })
                daily.run(async () => tell(await consented('octopus.exchange', {}, what)))
              }}
              data-testid="octopus-exchange"
            >
              {words.exchangeNow}
            </Button>
            <Button
              icon={ListChecks}
              busy={isAtIt}
              onPress={() => {
                onChoose()
                const what = fill(words.listsWhat, { name })
                daily.run(async () => tell(await consented('octopus.housekeep', {}, what)))
              }}
              data-testid="octopus-lists"
            >
              {words.loadLists}
            </Button>
          </>
        )}
        {manages && (
          <Button icon={builtIn ? Settings2 : Pencil} onPress={onEdit} data-testid="octopus-edit">
            {builtIn ? words.setUp : words.edit}
          </Button>
        )}
        {manages && !builtIn && (
          <Button
            icon={Trash2}
            busy={removing.busy}
            onPress={() => {
              onChoose()
              setAsking(true)
            }}
            data-testid="octopus-remove"
          >
            {words.remove}
          </Button>
        )}
      </div>
      {manages && builtIn && <p className="terminal-note">{words.builtIn}</p>}
      {trouble && <Alert>{failure(trouble)}</Alert>}
      {asking && (
        <ConfirmDialog
          title={fill(words.removeTitle, { name })}
          keep={words.removeKeep}
          confirm={words.removeConfirm}
          onKeep={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false)
            removing.run(async () => tell(await call('octopus.remove', {})))
          }}
        >
          <p>{words.removeMeans}</p>
          {!isNone(open) && (
            <p>
              {fill(words.removeOpen, {
                count: open.count,
                amount: showAmount(open.amountMinor),
              })}
            </p>
          )}
        </ConfirmDialog>
      )}
    </>
  )
}
