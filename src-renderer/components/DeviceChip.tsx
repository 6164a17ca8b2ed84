import { CreditCardReader, TriangleAlert } from 'lucide-react'
import { readerNeedsSomebody } from '../screens/devices/octopus/readerWords.ts'
import { needsSomebody } from '../screens/devices/terminalWords.ts'
import { roomKeys, useRooms } from '../state/rooms.ts'
import { useDevices, useOctopus, useSignedIn } from '../state/till.ts'
import { useNow } from '../state/useNow.ts'
import { useWords } from '../state/words.ts'
import { Button } from './Button.tsx'

/** The card terminals and the Octopus reader, and whether one of them needs somebody; it leads to them. */
export function DeviceChip() {
  const terminals = useDevices()?.terminals ?? []
  const reader = useOctopus()?.reader ?? null
  const { permissions } = useSignedIn()
  const { room, go } = useRooms()
  const { texts } = useWords()
  const { title, trouble } = texts.devices
  // An exchange file becomes due with time alone.
  const nowMs = useNow(typeof reader?.exchange.warnAtMs === 'number')
  const none = terminals.length === 0 && !reader
  if (none && !permissions.includes('manageCounter')) return null
  const troubled =
    terminals.some(needsSomebody) || (reader !== null && readerNeedsSomebody(reader, nowMs))
  const tone = troubled ? 'tone-person' : 'tone-idle'
  const words = troubled ? trouble : title
  const icons = (
    <>
      <CreditCardReader className="button-icon" aria-hidden />
      {troubled && <TriangleAlert className="device-chip-mark" aria-hidden />}
      <span className="unseen">{words}</span>
    </>
  )
  if (room === 'devices') {
    return <span className={`chip device-chip ${tone}`}>{icons}</span>
  }
  return (
    <Button
      look="quiet"
      className={`bar-button device-chip ${tone}`}
      aria-keyshortcuts={roomKeys.devices}
      onPress={() => go('devices')}
      data-testid="device-chip"
      data-troubled={troubled}
    >
      {icons}
    </Button>
  )
}
