import { useContext, useEffect, useRef, type ReactNode } from 'react'
import { RoomsContext } from '../state/rooms.ts'
import { useReady } from '../state/till.ts'
import { useWords } from '../state/words.ts'
import { KeyHints } from './KeyHints.tsx'

/** What every screen of a working till has around it: bar above, key hints below. */
export function Frame(props: {
  readonly title: string
  readonly bar: ReactNode
  readonly keys: string
  readonly className: string
  readonly children: ReactNode
}) {
  const main = useRef<HTMLElement>(null)
  const { environment } = useReady()
  const { language, texts } = useWords()
  // Before anybody has signed in there are no rooms to go to.
  const room = useContext(RoomsContext)?.room ?? null
  const toTray = room !== null && room !== 'tray'
  const keys = toTray ? [props.keys, texts.tray.openKey].join(' · ') : props.keys
  // A new screen is where reading and tabbing go on.
  useEffect(() => main.current?.focus(), [])
  return (
    <div className={`frame ${environment === 'training' ? 'frame-training' : ''}`}>
      <header className="bar">{props.bar}</header>
      <main className={`screen ${props.className}`} ref={main} tabIndex={-1} lang={language}>
        <h1 className="unseen">{props.title}</h1>
        {props.children}
      </main>
      <KeyHints keys={keys} />
    </div>
  )
}
