import { ArrowLeft, CreditCardReader, Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import {
  terminalIds,
  type TerminalId,
  type TerminalProfile,
} from '../../../src-shared/contract/devices.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { Button } from '../../components/Button.tsx'
import { Frame } from '../../components/Frame.tsx'
import { TopBar } from '../../components/TopBar.tsx'
import { useRooms } from '../../state/rooms.ts'
import { useScans } from '../../state/scans.ts'
import { useDevices, useSignedIn } from '../../state/till.ts'
import { useKeys } from '../../state/useKeys.ts'
import { useNow } from '../../state/useNow.ts'
import { useWords } from '../../state/words.ts'
import { freeId } from './draft.ts'
import { EditorDialog } from './EditorDialog.tsx'
import { TerminalCard } from './TerminalCard.tsx'
import { TerminalDetail } from './TerminalDetail.tsx'

type Editing = { readonly id: TerminalId; readonly profile: TerminalProfile | null }

/** The card terminals: the line to each, what it is at, its end of day, and how it is set up. */
export function DevicesScreen() {
  const terminals = useDevices()?.terminals
  const { go } = useRooms()
  const { take } = useScans()
  const { permissions } = useSignedIn()
  const { texts } = useWords()
  const { devices: words } = texts
  const nowMs = useNow(true)
  const [chosen, setChosen] = useState<TerminalId | null>(null)
  const [editing, setEditing] = useState<Editing | null>(null)
  const list = useRef<HTMLElement>(null)
  const details = useRef<HTMLElement>(null)

  const manages = permissions.includes('manageCounter')
  const shown = terminals?.find(({ profile }) => profile.id === chosen) ?? terminals?.[0]
  const free = freeId(terminals?.map(({ profile }) => profile.id) ?? [])
  const cardOf = (id: TerminalId | undefined) =>
    list.current?.querySelector(`[data-terminal="${id}"]`)
  const focusOn = (
    id: TerminalId | undefined,
    what: '.terminal-choose' | '.terminal-acts button',
  ) => {
    const card = cardOf(id)
    const button = card?.querySelector(what)
    if (button instanceof HTMLElement) button.focus()
    // All of it, and not only what has the focus.
    card?.scrollIntoView({ block: 'nearest' })
  }
  const goToActs = (id: TerminalId | undefined) => focusOn(id, '.terminal-acts button')
  const step = (by: 1 | -1) => {
    // What has the focus there scrolls by itself.
    if (!terminals || !shown || details.current?.contains(document.activeElement)) return
    const at = terminals.indexOf(shown) + by
    const next = terminals[Math.min(terminals.length - 1, Math.max(0, at))]
    setChosen(next?.profile.id ?? null)
    focusOn(next?.profile.id, '.terminal-choose')
  }
  useKeys({
    key(key) {
      if (key.kind === 'escape') go('sale')
      if (key.kind === 'enter') goToActs(shown?.profile.id)
      if (key.kind === 'down') step(1)
      if (key.kind === 'up') step(-1)
    },
    scanned: take,
  })

  return (
    <Frame title={words.title} bar={<TopBar />} keys={words.keys} className="devices">
      <section className="devices-side" aria-label={words.title} ref={list} tabIndex={0}>
        <header className="history-head">
          <Button icon={ArrowLeft} onPress={() => go('sale')}>
            {texts.frame.backToTill}
          </Button>
          <h2 className="history-title">{words.title}</h2>
          {manages && free !== null && terminals && (
            <Button
              className="devices-add"
              icon={Plus}
              onPress={() => setEditing({ id: free, profile: null })}
              data-testid="terminal-add"
            >
              {words.add}
            </Button>
          )}
        </header>
        {!terminals && <p className="empty">{words.loading}</p>}
        {terminals?.length === 0 && <NoneYet manages={manages} />}
        {terminals?.map((terminal) => (
          <TerminalCard
            key={terminal.profile.id}
            terminal={terminal}
            nowMs={nowMs}
            chosen={terminal === shown}
            onChoose={() => setChosen(terminal.profile.id)}
            onEnter={() => goToActs(terminal.profile.id)}
            onEdit={() => {
              const { profile } = terminal
              setEditing({ id: profile.id, profile })
            }}
          />
        ))}
        {manages && free === null && (
          <p className="devices-full">{fill(words.full, { count: terminalIds.length })}</p>
        )}
      </section>
      <section
        className="terminal-side"
        aria-label={shown ? fill(words.detailsOf, { name: shown.profile.name }) : words.endOfDay}
        ref={details}
        tabIndex={0}
      >
        {shown ? (
          <TerminalDetail key={shown.profile.id} terminal={shown} nowMs={nowMs} />
        ) : (
          <p className="empty">{words.detailsHere}</p>
        )}
      </section>
      {editing && (
        <EditorDialog
          {...editing}
          onClose={() => setEditing(null)}
          onSaved={() => {
            setChosen(editing.id)
            setEditing(null)
          }}
        />
      )}
    </Frame>
  )
}

function NoneYet({ manages }: { readonly manages: boolean }) {
  const { devices: words } = useWords().texts
  return (
    <div className="tray-empty" data-testid="terminals-none">
      <CreditCardReader className="tray-empty-icon" aria-hidden />
      <p className="tray-empty-title">{words.none}</p>
      <p>{manages ? words.noneAdmin : words.noneOthers}</p>
    </div>
  )
}
