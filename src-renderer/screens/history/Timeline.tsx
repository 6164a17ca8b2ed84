import { useEffect, useState } from 'react'
import type { StaffTile } from '../../../src-shared/contract/counter.ts'
import type { TimelineRow } from '../../../src-shared/contract/history.ts'
import type { Flow } from '../../../src-shared/methods.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showTime } from '../../../src-shared/texts/show.ts'
import { Badge } from '../../components/StateMark.tsx'
import { stateName, toneOfState } from '../../state/paymentWords.ts'
import { timelineWords } from '../../state/timelineWords.ts'
import { useCall } from '../../state/till.ts'
import { useWords } from '../../state/words.ts'

/** The journal's rows in words, the oldest first, each with its place in the journal. */
export function Timeline({
  rows,
  flow,
}: {
  readonly rows: readonly TimelineRow[]
  /** Of the payment that they are about. */
  readonly flow: Flow
}) {
  const { texts } = useWords()
  const nameOf = useNames(rows.some(({ body }) => body['approver'] !== undefined))
  const inOrder = rows.toSorted((a, b) => (a.epoch === b.epoch ? a.seq - b.seq : a.epoch - b.epoch))
  return (
    <ol className="timeline">
      {inOrder.map((row) => {
        const { title, details, to } = timelineWords(texts, row, nameOf, flow)
        return (
          <li
            key={`${row.epoch}/${row.seq}`}
            className="timeline-row"
            data-testid="timeline-row"
            data-kind={row.kind}
          >
            <time className="timeline-time" dateTime={new Date(row.atMs).toISOString()}>
              {showTime(row.atMs)}
            </time>
            <Badge tone={to === null ? 'idle' : toneOfState(to)} />
            <div className="timeline-words">
              <p className="timeline-title">{title}</p>
              {to !== null && <p className="timeline-detail">{stateName(texts, flow, to)}</p>}
              {details.map((detail) => (
                <p key={detail} className="timeline-detail">
                  {detail}
                </p>
              ))}
            </div>
            <span className="timeline-place">
              {[row.by, fill(texts.history.row, { epoch: row.epoch, seq: row.seq })]
                .filter((text) => text !== null)
                .join(' · ')}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

/** Rows name whoever did it; who consented to it stands in them by his id. */
function useNames(needed: boolean): (staffId: string) => string {
  const call = useCall()
  const [staff, setStaff] = useState<readonly StaffTile[]>([])
  useEffect(() => {
    if (!needed) return
    void call('session.staff', {}).then((answer) => {
      if (answer.ok) setStaff(answer.value)
    })
  }, [call, needed])
  return (staffId) => staff.find((one) => one.staffId === staffId)?.name ?? '–'
}
