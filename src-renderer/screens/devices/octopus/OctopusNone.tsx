import { Plus } from 'lucide-react'
import { Button } from '../../../components/Button.tsx'
import { useSignedIn } from '../../../state/till.ts'
import { useWords } from '../../../state/words.ts'
import { BalanceButton } from './BalanceDialog.tsx'

/** Where the Octopus reader would stand: what it takes to have one. */
export function OctopusNone(props: {
  /** A balance module reads cards all the same. */
  readonly hasModule: boolean
  readonly onAdd: () => void
}) {
  const { permissions } = useSignedIn()
  const { octopus: words } = useWords().texts.devices
  const manages = permissions.includes('manageCounter')
  return (
    <article
      className="terminal octopus-none"
      aria-labelledby="octopus-none"
      data-testid="octopus-none"
    >
      <h3 className="octopus-none-title" id="octopus-none">
        {words.none}
      </h3>
      <p>{manages ? words.noneAdmin : words.noneOthers}</p>
      {manages && <p className="terminal-note">{words.liveNeeds}</p>}
      {(manages || props.hasModule) && (
        <div className="terminal-acts">
          {manages && (
            <Button icon={Plus} onPress={props.onAdd} data-testid="octopus-add">
              {words.add}
            </Button>
          )}
          {props.hasModule && <BalanceButton />}
        </div>
      )}
    </article>
  )
}
