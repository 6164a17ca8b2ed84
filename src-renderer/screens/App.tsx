import { useEffect, useState } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import type { ReadyCounter } from '../../src-shared/contract/counter.ts'
import { Announcer } from '../components/Announcer.tsx'
import { AwayBanner } from '../components/AwayBanner.tsx'
import { ReadyContext, SessionContext, useCounter, useSessionView } from '../state/till.ts'
import { useWords } from '../state/words.ts'
import { Blocked } from './Blocked.tsx'
import { Connecting } from './Connecting.tsx'
import { FirstRun } from './FirstRun.tsx'
import { HistoryScreen } from './history/HistoryScreen.tsx'
import { NotTaking } from './NotTaking.tsx'
import { OpenShift } from './OpenShift.tsx'
import { OverrideProvider } from './override/OverrideProvider.tsx'
import { SaleScreen } from './sale/SaleScreen.tsx'
import { SignIn } from './signIn/SignIn.tsx'

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
          <OverrideProvider>
            <Rooms />
          </OverrideProvider>
        </SessionContext>
      )}
    </ReadyContext>
  )
}

/** The rooms of somebody who is signed in. */
function Rooms() {
  const counter = useCounter()
  const session = useSessionView()
  const [history, setHistory] = useState(false)
  if (counter?.state !== 'ready' || !session) return null
  if (history) return <HistoryScreen onLeave={() => setHistory(false)} />
  const onHistory = () => setHistory(true)
  if (!session.permissions.includes('takePayments')) return <NotTaking onHistory={onHistory} />
  if (!counter.shift) return <OpenShift onHistory={onHistory} />
  return <SaleScreen onHistory={onHistory} />
}
