import { Wifi, WifiOff } from 'lucide-react'
import { fill } from '../../src-shared/texts/index.ts'
import { ageWords } from '../state/ageWords.ts'
import { roomKeys, useRooms } from '../state/rooms.ts'
import { useReady } from '../state/till.ts'
import { useNow } from '../state/useNow.ts'
import { useWords } from '../state/words.ts'
import { Button } from './Button.tsx'

/** Rows are on their way as soon as they are written: a moment later they are waiting. */
const waitingFromMs = 3_000
/** From then on somebody should know. */
const longMs = 60_000

/** What the last calls told of the line, and what waits to go over it; it leads to the channels. */
export function LineChip() {
  const { line, upload } = useReady()
  const { room, go } = useRooms()
  const { texts } = useWords()
  const { frame } = texts
  const nowMs = useNow(upload.oldestAtMs !== null)
  const ageMs = upload.oldestAtMs === null ? 0 : nowMs - upload.oldestAtMs
  const waiting = upload.waiting > 0 && ageMs >= waitingFromMs
  const tone = line === 'down' || (waiting && ageMs >= longMs) ? 'tone-person' : 'tone-idle'

  const state = { idle: frame.lineIdle, good: frame.lineGood, down: frame.lineDown }[line]
  const rows = fill(upload.waiting === 1 ? frame.rowWaiting : frame.rowsWaiting, {
    count: upload.waiting,
    age: ageWords(texts, ageMs),
  })
  const Icon = line === 'down' ? WifiOff : Wifi
  const words = (
    <span className="line-words">
      <span>{state}</span>
      {waiting && (
        <span className="line-rows" data-testid="rows-waiting">
          {rows}
        </span>
      )}
    </span>
  )
  if (room === 'channels') {
    return (
      <span className={`chip line-chip ${tone}`}>
        <Icon aria-hidden />
        {words}
      </span>
    )
  }
  return (
    <Button
      look="quiet"
      className={`bar-button line-chip ${tone}`}
      icon={Icon}
      aria-keyshortcuts={roomKeys.channels}
      onPress={() => go('channels')}
      data-testid="line-chip"
    >
      {words}
      <span className="unseen">{frame.openChannels}</span>
    </Button>
  )
}
