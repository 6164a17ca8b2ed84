import { Lock } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components/Button'
import type { StaffTile } from '../../../src-shared/contract/counter.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showTime } from '../../../src-shared/texts/show.ts'
import { useKeys } from '../../state/useKeys.ts'
import { useNow } from '../../state/useNow.ts'
import { useWords } from '../../state/words.ts'

/** As many as a single digit reaches. */
const keyed = 9

export function StaffTiles(props: {
  readonly staff: readonly StaffTile[]
  readonly onChoose: (staffId: string) => void
}) {
  const { texts } = useWords()
  const nowMs = useNow(props.staff.some(({ lockedUntilMs }) => lockedUntilMs !== null))
  useKeys({
    key(key) {
      if (key.kind !== 'digit') return
      const tile = props.staff.slice(0, keyed)[Number(key.digit) - 1]
      if (tile) props.onChoose(tile.staffId)
    },
  })
  if (props.staff.length === 0) return <p className="empty">{texts.signIn.nobody}</p>
  return (
    <section className="staff">
      <h2 className="staff-title">{texts.signIn.title}</h2>
      <p className="staff-hint">{texts.signIn.hint}</p>
      <div className="staff-tiles">
        {props.staff.map((tile, place) => {
          const locked = tile.lockedUntilMs !== null && tile.lockedUntilMs > nowMs
          return (
            <AriaButton
              key={tile.staffId}
              className={`staff-tile ${locked ? 'staff-tile-locked' : ''}`}
              onPress={() => props.onChoose(tile.staffId)}
            >
              {place < keyed && <kbd className="key-label staff-key">{place + 1}</kbd>}
              <span className="staff-name">{tile.name}</span>
              <span className="staff-role">{texts.roles[tile.role]}</span>
              {locked && tile.lockedUntilMs !== null ? (
                <span className="staff-locked">
                  <Lock aria-hidden />
                  {fill(texts.signIn.locked, { until: showTime(tile.lockedUntilMs) })}
                </span>
              ) : (
                tile.trainingPin !== null && (
                  <span className="staff-pin">
                    {fill(texts.signIn.trainingPin, { pin: tile.trainingPin })}
                  </span>
                )
              )}
            </AriaButton>
          )
        })}
      </div>
    </section>
  )
}
