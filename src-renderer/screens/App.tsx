import { useEffect, useMemo, useState } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import type { ReadyCounter } from '../../src-shared/contract/counter.ts'
import { Announcer } from '../components/Announcer.tsx'
import { AwayBanner } from '../components/AwayBanner.tsx'
import { ChannelNews } from '../components/ChannelNews.tsx'
import { RoomsContext, type Room } from '../state/rooms.ts'
import {
  ReadyContext,
  SessionContext,
  useCounter,
  useReady,
  useSessionView,
  useSignedIn,
} from '../state/till.ts'
import { useWords } from '../state/words.ts'
import { Blocked } from './Blocked.tsx'
import { ChannelsScreen } from './channels/ChannelsScreen.tsx'
import { Connecting } from './Connecting.tsx'
import { DevicesScreen } from './devices/DevicesScreen.tsx'
import { FirstRun } from './FirstRun.tsx'
import { HistoryScreen } from './history/HistoryScreen.tsx'
import { NotTaking } from './NotTaking.tsx'
import { OpenShift } from './OpenShift.tsx'
import { OverrideProvider } from './override/OverrideProvider.tsx'
import { RefundProvider } from './refund/RefundProvider.tsx'
import { SaleScreen } from './sale/SaleScreen.tsx'
import { ScanProvider } from './sale/ScanProvider.tsx'
import { SignIn } from './signIn/SignIn.tsx'
import { HandProvider } from './tray/HandProvider.tsx'
import { TrayScreen } from './tray/TrayScreen.tsx'

/** Which screen: decided by what the engine tells, and by nothing that this page remembers. */
export function App() {
  const counter = useCounter()
  const { language } = useWords()
  const theme = counter?.theme ?? 'system'
  useEffect(() => {
    document.documentElement.lang = language
    document.documentElement.dataset['theme'] = theme
  }, [language, theme])

  return (
    <I18nProvider locale={language}>
      <AwayBanner />
      {!counter && <Connecting />}
      {counter?.state === 'blocked' && <Blocked counter={counter} />}
      {counter?.state === 'ready' && <WorkingTill counter={counter} />}
    </I18nProvider>
  )
}

function WorkingTill({ counter }: { readonly counter: ReadyCounter }) {
  const session = useSessionView()
  const chosen = counter.language !== null
  return (
    <ReadyContext value={counter}>
      <Announcer />
      {!chosen && <FirstRun />}
      {chosen && session === undefined && <Connecting />}
      {chosen && session === null && <SignIn />}
      {chosen && session && (
        <SessionContext value={session} key={session.sessionId}>
          <House />
        </SessionContext>
      )}
    </ReadyContext>
  )
}

/** The room that somebody who is signed in has gone to; it begins with the till itself. */
function House() {
  const [room, setRoom] = useState<Room>('sale')
  const house = useMemo(() => ({ room, go: setRoom }), [room])
  return (
    <RoomsContext value={house}>
      <OverrideProvider>
        <ScanProvider>
          <RefundProvider>
            <HandProvider>
              <RoomShown room={room} />
              <ChannelNews />
            </HandProvider>
          </RefundProvider>
        </ScanProvider>
      </OverrideProvider>
    </RoomsContext>
  )
}

function RoomShown({ room }: { readonly room: Room }) {
  const { permissions } = useSignedIn()
  switch (room) {
    case 'history':
      return permissions.includes('seeHistory') ? <HistoryScreen /> : <Till />
    case 'tray':
      return <TrayScreen />
    case 'channels':
      return <ChannelsScreen />
    case 'devices':
      return <DevicesScreen />
    case 'sale':
      return <Till />
  }
}

/** The till itself: what it shows depends on who is there, and on whether a shift is open. */
function Till() {
  const { shift } = useReady()
  const { permissions } = useSignedIn()
  if (!permissions.includes('takePayments')) return <NotTaking />
  return shift ? <SaleScreen /> : <OpenShift />
}
