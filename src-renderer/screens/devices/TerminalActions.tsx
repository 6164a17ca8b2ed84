import { CalendarCheck, Pencil, PlugZap, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { TerminalView } from '../../../src-shared/contract/devices.ts'
import { showAmount } from '../../../src-shared/money.ts'
import type { Failure, Result } from '../../../src-shared/result.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { Alert } from '../../components/Alert.tsx'
import { Button } from '../../components/Button.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { useConsentedCall } from '../../state/consent.ts'
import { useCall, useSignedIn } from '../../state/till.ts'
import { useFocusBack } from '../../state/useFocusBack.ts'
import { useOneAtATime } from '../../state/useOneAtATime.ts'
import { useWords } from '../../state/words.ts'
import { isNone, sumOf } from './terminalWords.ts'

/** Test, settle, edit, remove: whatever this terminal can and this person may. */
export function TerminalActions(props: {
  readonly terminal: TerminalView
  readonly onChoose: () => void
  readonly onEdit: () => void
}) {
  const { terminal, onChoose, onEdit } = props
  const { profile, settlement, builtIn } = terminal
  const { id, name } = profile
  const call = useCall()
  const consented = useConsentedCall()
  const { permissions, withOverride } = useSignedIn()
  const { texts, failure } = useWords()
  const { devices: words } = texts
  const test = useOneAtATime()
  const other = useOneAtATime()
  const [trouble, setTrouble] = useState<Failure | null>(null)
  const [asking, setAsking] = useState<'settle' | 'remove' | null>(null)
  // Removed, it takes the button with it that had the focus.
  useFocusBack()

  /** @param answer null: whoever was to consent was not asked after all */
  const tell = (answer: Result<unknown> | null) =>
    setTrouble(answer === null || answer.ok ? null : answer.failure)
  const ask = (what: 'settle' | 'remove') => {
    onChoose()
    setAsking(what)
  }
  const goOn = (work: () => Promise<Result<unknown> | null>) => {
    setAsking(null)
    other.run(async () => tell(await work()))
  }

  const manages = permissions.includes('manageCounter')
  const maySettle = [...permissions, ...withOverride].includes('settleTerminals')
  const settles = profile.skills.includes('settle')
  const open = sumOf(settlement.open)
  const openFacts = { count: open.count, amount: showAmount(open.amountMinor) }
  return (
    <>
      <div className="terminal-acts">
        <Button
          icon={PlugZap}
          busy={test.busy}
          onPress={() => {
            onChoose()
            test.run(async () => tell(await call('devices.testTerminal', { id })))
          }}
          data-testid="terminal-test-line"
        >
          {words.test}
        </Button>
        {settles && maySettle && (
          <Button
            icon={CalendarCheck}
            busy={other.busy || settlement.running}
            onPress={() => ask('settle')}
            data-testid="terminal-settle"
          >
            {words.settle}
          </Button>
        )}
        {manages && !builtIn && (
          <>
            <Button icon={Pencil} onPress={onEdit} data-testid="terminal-edit">
              {words.edit}
            </Button>
            <Button
              icon={Trash2}
              busy={other.busy}
              onPress={() => ask('remove')}
              data-testid="terminal-remove"
            >
              {words.remove}
            </Button>
          </>
        )}
      </div>
      {!settles && <p className="terminal-note">{words.settledOnTerminal}</p>}
      {manages && builtIn && <p className="terminal-note">{words.builtIn}</p>}
      {trouble && <Alert>{failure(trouble)}</Alert>}
      {asking === 'settle' && (
        <ConfirmDialog
          title={fill(words.settleTitle, { name })}
          keep={words.settleKeep}
          confirm={words.settleConfirm}
          onKeep={() => setAsking(null)}
          onConfirm={() =>
            goOn(() =>
              consented('devices.settleTerminal', { id }, fill(words.settleWhat, { name })),
            )
          }
        >
          <p>{words.settleMeans}</p>
          <p>{fill(words.settleOpen, openFacts)}</p>
        </ConfirmDialog>
      )}
      {asking === 'remove' && (
        <ConfirmDialog
          title={fill(words.removeTitle, { name })}
          keep={words.removeKeep}
          confirm={words.removeConfirm}
          onKeep={() => setAsking(null)}
          onConfirm={() => goOn(() => call('devices.removeTerminal', { id }))}
        >
          <p>{words.removeMeans}</p>
          {!isNone(open) && <p>{fill(words.removeOpen, openFacts)}</p>}
        </ConfirmDialog>
      )}
    </>
  )
}
