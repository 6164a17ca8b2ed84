import { CloudCheck, CloudOff, CloudUpload, Hourglass, Minus, type LucideIcon } from 'lucide-react'
import type { UploadView } from '../../../src-shared/contract/channels.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showLeft } from '../../../src-shared/texts/show.ts'
import { ageWords } from '../../state/ageWords.ts'
import { useWords } from '../../state/words.ts'
import { errorWords, hashBegins, uploadTone } from './channelWords.ts'
import { StateChip } from './StateChip.tsx'

const icons: Readonly<Record<UploadView['state'], LucideIcon>> = {
  idle: CloudCheck,
  sending: CloudUpload,
  waiting: Hourglass,
  refused: CloudOff,
  notSetUp: Minus,
}

/** What the aggregator holds of the journal, and what still waits to go there. */
export function UploadPanel(props: { readonly upload: UploadView; readonly nowMs: number }) {
  const { upload, nowMs } = props
  const { texts } = useWords()
  const { channels: words } = texts
  const { held, nextTryAtMs, oldestAtMs } = upload
  const facts: readonly (readonly [string, string])[] = [
    [words.waiting, String(upload.waiting)],
    [words.oldest, oldestAtMs === null ? '–' : ageWords(texts, nowMs - oldestAtMs)],
    [
      words.nextTry,
      nextTryAtMs === null ? '–' : fill(words.in, { left: showLeft(nextTryAtMs - nowMs) }),
    ],
    [words.held, held === null ? words.notHeld : fill(words.heldRow, held)],
    [words.hash, held === null ? '–' : hashBegins(held.hash)],
    [
      words.lastError,
      upload.lastError === null ? words.noError : errorWords(texts, upload.lastError),
    ],
  ]
  return (
    <>
      <header className="channel-head">
        <h3 className="channel-name">{words.upload}</h3>
        <StateChip
          tone={uploadTone(upload)}
          icon={icons[upload.state]}
          words={words.uploadStates[upload.state]}
        />
      </header>
      <p className="channel-means">{words.uploadMeans[upload.state]}</p>
      <dl className="channel-facts" data-testid="upload" data-state={upload.state}>
        {facts.map(([name, value]) => (
          <div key={name} className="channel-fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {upload.notUnderstood.count > 0 && <NotUnderstood upload={upload} />}
    </>
  )
}

/** Rows that are held there and were of no use: what a manager asks support about. */
function NotUnderstood({ upload }: { readonly upload: UploadView }) {
  const { texts } = useWords()
  const { channels: words } = texts
  const { count, rows } = upload.notUnderstood
  return (
    <table className="not-understood">
      <caption>
        {fill(words.notUnderstood, { count })}
        {rows.length < count && (
          <small>{fill(words.notUnderstoodNewest, { count: rows.length })}</small>
        )}
      </caption>
      <thead>
        <tr>
          <th scope="col">{words.row}</th>
          <th scope="col">{words.kind}</th>
          <th scope="col">{words.reason}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ epoch, seq, kind, reason }) => (
          <tr key={`${epoch}/${seq}`}>
            <td>{`${epoch}/${seq}`}</td>
            <td>{kind}</td>
            <td>{reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
