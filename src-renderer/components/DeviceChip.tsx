import { CreditCardReader, TriangleAlert } from 'lucide-react'
import { needsSomebody } from '../screens/devices/terminalWords.ts'
import { roomKeys, useRooms } from '../state/rooms.ts'
import { useDevices, useSignedIn } from '../state/till.ts'
import { useWords } from '../state/words.ts'
import { Button } from './Button.tsx'

/** The card terminals, and whether one of them needs somebody; it leads to them. */
export function DeviceChip() {
  const terminals = useDevices()?.terminals ?? []
  const { permissions } = useSignedIn()
  const { room, go } = useRooms()
  const { texts } = useWords()
  const { title, trouble } = texts.devices
  if (terminals.length === 0 && !permissions.includes('manageCounter')) return null
  const troubled = terminals.some(needsSomebody)
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
