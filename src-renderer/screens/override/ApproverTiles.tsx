import { Check, Lock } from 'lucide-react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import type { StaffTile } from '../../../src-shared/contract/counter.ts'
import type { StaffId } from '../../../src-shared/ids.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showTime } from '../../../src-shared/texts/show.ts'
import { leaveField } from '../../components/Button.tsx'
import { useNow } from '../../state/useNow.ts'
import { useWords } from '../../state/words.ts'

/** As many as a single digit reaches. */
const keyed = 9

/** Whoever may consent, the last used first. */
export function ApproverTiles(props: {
  readonly approvers: readonly StaffTile[]
  readonly chosen: StaffId | null
  readonly onChoose: (staffId: StaffId) => void
}) {
  const { texts } = useWords()
  const nowMs = useNow(props.approvers.some(({ lockedUntilMs }) => lockedUntilMs !== null))
  return (
    <section>
      <h3 className="override-label" id="override-who">
        {texts.override.who}
      </h3>
      <ToggleButtonGroup
        className="approvers"
        aria-labelledby="override-who"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={props.chosen === null ? [] : [props.chosen]}
      >
        {props.approvers.map((tile, place) => (
          <ToggleButton
            key={tile.staffId}
            id={tile.staffId}
            className="approver"
            onPressStart={leaveField}
            onPress={() => props.onChoose(tile.staffId)}
          >
            <span className="approver-top">
              {place < keyed && <kbd className="key-label">{place + 1}</kbd>}
              <span className="approver-name">{tile.name}</span>
              {tile.staffId === props.chosen && <Check className="approver-check" aria-hidden />}
            </span>
            <span className="approver-role">{texts.roles[tile.role]}</span>
            <Note tile={tile} locked={(tile.lockedUntilMs ?? 0) > nowMs} />
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </section>
  )
}

/** That a name is locked; else, in training, the PIN to learn with. */
function Note({ tile, locked }: { readonly tile: StaffTile; readonly locked: boolean }) {
  const { texts } = useWords()
  if (locked && tile.lockedUntilMs !== null) {
    return (
      <span className="staff-locked">
        <Lock aria-hidden />
        {fill(texts.signIn.locked, { until: showTime(tile.lockedUntilMs) })}
      </span>
    )
  }
  if (tile.trainingPin === null) return null
  return (
    <span className="staff-pin">{fill(texts.signIn.trainingPin, { pin: tile.trainingPin })}</span>
  )
}
