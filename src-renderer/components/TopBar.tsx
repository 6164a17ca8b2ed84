import { CalendarClock, CircleHelp, History, LogOut, Store, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { fill } from '../../src-shared/texts/index.ts'
import { showBusinessDate } from '../../src-shared/texts/show.ts'
import { useCall, useReady, useSignedIn } from '../state/till.ts'
import { useWords } from '../state/words.ts'
import { Button } from './Button.tsx'
import { LineChip } from './LineChip.tsx'
import { Notices } from './Notices.tsx'
import { Preferences } from './Preferences.tsx'
import { TrainingButton } from './TrainingMark.tsx'

/** Counter, cashier, shift, line, what is unresolved; history, language, theme, sign out. */
export function TopBar({ onHistory }: { readonly onHistory: (() => void) | null }) {
  const call = useCall()
  const counter = useReady()
  const session = useSignedIn()
  const { language, texts } = useWords()
  const shift = counter.shift
    ? fill(texts.frame.shift, { date: showBusinessDate(language, counter.shift.businessDate) })
    : texts.frame.shiftNone
  const openHistory = session.permissions.includes('seeHistory') ? onHistory : null
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
        {counter.unresolved > 0 && <Unresolved count={counter.unresolved} onOpen={openHistory} />}
        <Notices />
        {openHistory && (
          <Button look="quiet" className="bar-button" icon={History} onPress={openHistory}>
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

/** How many payments somebody must look after; pressed, it leads to where they stand. */
function Unresolved({
  count,
  onOpen,
}: {
  readonly count: number
  readonly onOpen: (() => void) | null
}) {
  const { texts } = useWords()
  const words = fill(texts.frame.unresolved, { count })
  if (onOpen) {
    return (
      <Button look="quiet" className="bar-button tone-unknown" icon={CircleHelp} onPress={onOpen}>
        {words}
      </Button>
    )
  }
  return (
    <span className="chip tone-unknown">
      <CircleHelp aria-hidden />
      <span>{words}</span>
    </span>
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
