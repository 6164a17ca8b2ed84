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
import { useDevices, useOctopus, useSignedIn } from '../../state/till.ts'
import { useKeys } from '../../state/useKeys.ts'
import { useNow } from '../../state/useNow.ts'
import { useWords } from '../../state/words.ts'
import type { DeviceId } from './DeviceCard.tsx'
import { freeId } from './draft.ts'
import { EditorDialog } from './EditorDialog.tsx'
import { OctopusCard } from './octopus/OctopusCard.tsx'
import { OctopusDetail } from './octopus/OctopusDetail.tsx'
import { OctopusEditor } from './octopus/OctopusEditor.tsx'
import { OctopusNone } from './octopus/OctopusNone.tsx'
import { TerminalCard } from './TerminalCard.tsx'
import { TerminalDetail } from './TerminalDetail.tsx'

type Editing =
  | { readonly id: TerminalId; readonly profile: TerminalProfile | null }
  | { readonly id: 'octopus' }

/** The card terminals and the Octopus reader: the line to each, what it is at, its daily work, and how it is set up. */
export function DevicesScreen() {
  const terminals = useDevices()?.terminals
  const octopus = useOctopus()
  const { go } = useRooms()
  const { take } = useScans()
  const { permissions } = useSignedIn()
  const { texts } = useWords()
  const { devices: words } = texts
  const nowMs = useNow(true)
  const [chosen, setChosen] = useState<DeviceId | null>(null)
  const [editing, setEditing] = useState<Editing | null>(null)
  const list = useRef<HTMLElement>(null)
  const details = useRef<HTMLElement>(null)

  const manages = permissions.includes('manageCounter')
  const reader = octopus?.reader ?? null
  const module = octopus?.module ?? null
  const taken = terminals?.map(({ profile }) => profile.id) ?? []
  const ids: readonly DeviceId[] = reader ? [...taken, 'octopus'] : taken
  const shown = ids.find((id) => id === chosen) ?? ids[0]
  const terminal = terminals?.find(({ profile }) => profile.id === shown)
  const name = shown === 'octopus' ? reader?.profile.name : terminal?.profile.name
  const free = freeId(taken)

  const focusOn = (
    id: DeviceId | undefined,
    what: '.terminal-choose' | '.terminal-acts button',
  ) => {
    const card = list.current?.querySelector(`[data-device="${id}"]`)
    const button = card?.querySelector(what)
    if (button instanceof HTMLElement) button.focus()
    // All of it, and not only what has the focus.
    card?.scrollIntoView({ block: 'nearest' })
  }
  const goToActs = (id: DeviceId | undefined) => focusOn(id, '.terminal-acts button')
  const step = (by: 1 | -1) => {
    // What has the focus there scrolls by itself.
    if (shown === undefined || details.current?.contains(document.activeElement)) return
    const next = ids[Math.min(ids.length - 1, Math.max(0, ids.indexOf(shown) + by))]
    setChosen(next ?? null)
    focusOn(next, '.terminal-choose')
  }
  useKeys({
    key(key) {
      if (key.kind === 'escape') go('sale')
      if (key.kind === 'enter') goToActs(shown)
      if (key.kind === 'down') step(1)
      if (key.kind === 'up') step(-1)
    },
    scanned: take,
  })
  const choiceOf = (id: DeviceId) => ({
    chosen: id === shown,
    onChoose: () => setChosen(id),
    onEnter: () => goToActs(id),
  })
  const editor = {
    onClose: () => setEditing(null),
    onSaved() {
      setChosen(editing?.id ?? null)
      setEditing(null)
    },
  }

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
        {terminals?.map((one) => (
          <TerminalCard
            key={one.profile.id}
            {...choiceOf(one.profile.id)}
            terminal={one}
            nowMs={nowMs}
            onEdit={() => setEditing({ id: one.profile.id, profile: one.profile })}
          />
        ))}
        {manages && free === null && (
          <p className="devices-full">{fill(words.full, { count: terminalIds.length })}</p>
        )}
        {reader && (
          <OctopusCard
            {...choiceOf('octopus')}
            reader={reader}
            nowMs={nowMs}
            onEdit={() => setEditing({ id: 'octopus' })}
          />
        )}
        {octopus && !reader && (
          <OctopusNone hasModule={module !== null} onAdd={() => setEditing({ id: 'octopus' })} />
        )}
      </section>
      <section
        className="terminal-side"
        aria-label={name === undefined ? words.endOfDay : fill(words.detailsOf, { name })}
        ref={details}
        tabIndex={0}
      >
        {terminal && <TerminalDetail key={terminal.profile.id} terminal={terminal} nowMs={nowMs} />}
        {shown === 'octopus' && reader && (
          <OctopusDetail reader={reader} module={module} nowMs={nowMs} />
        )}
        {shown === undefined && <p className="empty">{words.detailsHere}</p>}
      </section>
      {editing?.id === 'octopus' && (
        <OctopusEditor
          stored={{
            profile: reader && !reader.builtIn ? reader.profile : null,
            modulePath: module?.path ?? null,
          }}
          {...editor}
        />
      )}
      {editing && editing.id !== 'octopus' && <EditorDialog {...editing} {...editor} />}
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
