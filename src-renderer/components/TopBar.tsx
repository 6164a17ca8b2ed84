import { CalendarClock, CircleHelp, History, LogOut, Store, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { fill } from '../../src-shared/texts/index.ts'
import { showBusinessDate } from '../../src-shared/texts/show.ts'
import { roomKeys, useRooms } from '../state/rooms.ts'
import { useCall, useReady, useSignedIn } from '../state/till.ts'
import { useWords } from '../state/words.ts'
import { Button } from './Button.tsx'
import { DeviceChip } from './DeviceChip.tsx'
import { LineChip } from './LineChip.tsx'
import { Notices } from './Notices.tsx'
import { Preferences } from './Preferences.tsx'
import { TrainingButton } from './TrainingMark.tsx'

/** Counter, cashier, shift, line, what is unresolved; the other rooms, language, theme, sign out. */
export function TopBar() {
  const call = useCall()
  const counter = useReady()
  const session = useSignedIn()
  const { room, go } = useRooms()
  const { language, texts } = useWords()
  const shift = counter.shift
    ? fill(texts.frame.shift, { date: showBusinessDate(language, counter.shift.businessDate) })
    : texts.frame.shiftNone
  const mayRead = session.permissions.includes('seeHistory')
  return (
    <>
      <TrainingButton />
      <Fact icon={<Store aria-hidden />} first={counter.counterName} second={counter.storeName} />
      <Fact
        icon={<UserRound aria-hidden />}
        first={session.name}
        second={texts.roles[session.role]}
      />
      <Fact
        icon={<CalendarClock aria-hidden />}
        first={shift}
        second={counter.shift?.openedBy ?? ''}
      />
      <div className="bar-end">
        <LineChip />
        <DeviceChip />
        <Unresolved />
        <Notices />
        {mayRead && room !== 'history' && (
          <Button
            look="quiet"
            className="bar-button bar-history"
            icon={History}
            aria-keyshortcuts={roomKeys.history}
            onPress={() => go('history')}
          >
            {texts.frame.history}
          </Button>
        )}
        <Preferences />
        <Button
          look="quiet"
          className="bar-button bar-icon-only"
          icon={LogOut}
          aria-label={texts.frame.signOut}
          onPress={() => void call('session.signOut', {})}
        />
      </div>
    </>
  )
}

/** How much somebody must look after; pressed, it leads to where that is done. */
function Unresolved() {
  const { unresolved } = useReady()
  const { room, go } = useRooms()
  const { texts } = useWords()
  const tone = unresolved > 0 ? 'tone-person' : ''
  const words = fill(texts.frame.unresolved, { count: unresolved })
  if (room === 'tray') {
    return (
      <span className={`chip bar-unresolved ${tone}`}>
        <CircleHelp aria-hidden />
        <span>{words}</span>
      </span>
    )
  }
  return (
    <Button
      look="quiet"
      className={`bar-button bar-unresolved ${tone}`}
      icon={CircleHelp}
      aria-keyshortcuts={roomKeys.tray}
      onPress={() => go('tray')}
    >
      {words}
    </Button>
  )
}

function Fact(props: {
  readonly icon: ReactNode
  readonly first: string
  readonly second: string
}) {
  return (
    <div className="bar-fact">
      {props.icon}
      <div>
        <div className="bar-first">{props.first}</div>
        <div className="bar-second">{props.second}</div>
      </div>
    </div>
  )
}
