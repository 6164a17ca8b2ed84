import {
  CalendarClock,
  CircleHelp,
  Hourglass,
  Plug,
  TriangleAlert,
  Unplug,
  type LucideIcon,
} from 'lucide-react'
import type { OctopusReaderView } from '../../../../src-shared/contract/octopus.ts'
import { useWords } from '../../../state/words.ts'
import { BlockedBy } from '../BlockedBy.tsx'
import { DeviceCard, type DeviceChoice } from '../DeviceCard.tsx'
import { lineWords } from '../terminalWords.ts'
import { OctopusActions } from './OctopusActions.tsx'
import {
  dueWords,
  readerDoingWords,
  readerTestWords,
  stateOfReader,
  toneOfReader,
  writtenWords,
  type ReaderState,
} from './readerWords.ts'

const icons: Readonly<Record<ReaderState, LucideIcon>> = {
  blocked: CircleHelp,
  away: Unplug,
  stopped: TriangleAlert,
  due: CalendarClock,
  busy: Hourglass,
  there: Plug,
}

/** The Octopus reader: its line, what it is at, its last exchange file, and what may be done with it. */
export function OctopusCard(
  props: DeviceChoice & {
    readonly reader: OctopusReaderView
    readonly nowMs: number
    readonly onEdit: () => void
  },
) {
  const { reader, nowMs, onEdit, ...choice } = props
  const { profile, blockedBy, exchange } = reader
  const { language, texts } = useWords()
  const { octopus: words } = texts.devices
  const state = stateOfReader(reader, nowMs)
  const due = dueWords(texts, language, exchange, nowMs)
  const sentences = [
    ...lineWords(texts, language, reader, nowMs, words.awaySince),
    ...readerDoingWords(texts, reader, nowMs),
    exchange.last
      ? writtenWords(texts, language, words.exchangeLine, exchange.last.atMs, nowMs)
      : words.exchangeNone,
  ]
  return (
    <DeviceCard
      {...choice}
      id="octopus"
      name={profile.name}
      place={[words.kind, profile.path].join(' · ')}
      icon={icons[state]}
      state={state}
      stateWords={words.states[state]}
      tone={toneOfReader(state)}
      testId="octopus"
    >
      {blockedBy && <BlockedBy amountMinor={blockedBy.amountMinor} />}
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {due?.now && (
        <p className="octopus-due tone-person" data-testid="octopus-due">
          {due.words}
        </p>
      )}
      <p className="terminal-test" role="status" data-testid="octopus-test">
        {readerTestWords(texts, language, reader, nowMs)}
      </p>
      <OctopusActions reader={reader} onChoose={choice.onChoose} onEdit={onEdit} />
    </DeviceCard>
  )
}
