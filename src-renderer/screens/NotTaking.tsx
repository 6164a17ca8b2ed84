import { MonitorCog, UserRoundX } from 'lucide-react'
import { fill } from '../../src-shared/texts/index.ts'
import { Button } from '../components/Button.tsx'
import { Frame } from '../components/Frame.tsx'
import { TopBar } from '../components/TopBar.tsx'
import { roomKeys, useRooms } from '../state/rooms.ts'
import { useSignedIn } from '../state/till.ts'
import { useKeys } from '../state/useKeys.ts'
import { useWords } from '../state/words.ts'

/** Somebody whose role sets up tills and takes no money. */
export function NotTaking() {
  const { texts } = useWords()
  const { name, role, permissions } = useSignedIn()
  const { go } = useRooms()
  useKeys({})
  return (
    <Frame
      title={texts.roles[role]}
      bar={<TopBar />}
      keys={texts.frame.signOut}
      className="not-taking"
    >
      <UserRoundX className="not-taking-icon" aria-hidden />
      <p>{fill(texts.frame.notTaking, { name })}</p>
      {permissions.includes('manageCounter') && (
        <Button
          icon={MonitorCog}
          aria-keyshortcuts={roomKeys.devices}
          onPress={() => go('devices')}
        >
          {texts.devices.title}
        </Button>
      )}
    </Frame>
  )
}
