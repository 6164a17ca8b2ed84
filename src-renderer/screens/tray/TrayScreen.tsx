import { ArrowLeft, CircleCheckBig } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { trayLimit, type TrayItem } from '../../../src-shared/contract/tray.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { Button } from '../../components/Button.tsx'
import { Frame } from '../../components/Frame.tsx'
import { TopBar } from '../../components/TopBar.tsx'
import { useRooms } from '../../state/rooms.ts'
import { useScans } from '../../state/scans.ts'
import { useReady, useTray } from '../../state/till.ts'
import { useKeys } from '../../state/useKeys.ts'
import { useWords } from '../../state/words.ts'
import { TrayDetail } from './TrayDetail.tsx'
import { TrayList } from './TrayList.tsx'
import { followed, keyOf } from './trayWords.ts'

/** Whatever money nobody can account for yet: what is being tried, and what may be done. */
export function TrayScreen() {
  const items = useTray()
  const { unresolved } = useReady()
  const { go } = useRooms()
  const { take } = useScans()
  const { texts } = useWords()
  const { tray } = texts
  const first = items?.[0]
  const [picked, setPicked] = useState<TrayItem | null>(first ?? null)
  const list = useRef<HTMLDivElement>(null)
  const actions = useRef<HTMLDivElement>(null)
  // What a payment has become is shown in its place: extra money, a refund.
  const item = items && picked ? followed(items, picked) : undefined
  const chosen = item ? keyOf(item) : null
  const choose = (key: string) => setPicked(items?.find((one) => keyOf(one) === key) ?? null)

  const goToActions = () => actions.current?.querySelector('button')?.focus()
  /** From wherever the focus was; within the list the list itself does it. */
  const step = (by: 1 | -1) => {
    if (!items || items.length === 0 || list.current?.contains(document.activeElement)) return
    const at = items.findIndex((one) => keyOf(one) === chosen)
    const next = items[Math.min(items.length - 1, Math.max(0, at + by))]
    if (next) setPicked(next)
    // Once it is drawn as the chosen one.
    requestAnimationFrame(() => focusOn(list.current))
  }
  useKeys({
    key(key) {
      if (key.kind === 'escape') go('sale')
      if (key.kind === 'enter') goToActions()
      if (key.kind === 'down') step(1)
      if (key.kind === 'up') step(-1)
    },
    scanned: take,
  })
  // The frame has taken the focus: the arrows are for the list.
  useEffect(() => {
    const frame = requestAnimationFrame(() => focusOn(list.current))
    return () => cancelAnimationFrame(frame)
  }, [])

  return (
    <Frame title={tray.title} bar={<TopBar />} keys={tray.keys} className="tray">
      <section className="tray-list-side" aria-label={tray.title}>
        <header className="history-head">
          <Button icon={ArrowLeft} onPress={() => go('sale')}>
            {texts.frame.backToTill}
          </Button>
          <h2 className="history-title">{tray.title}</h2>
        </header>
        {items === undefined && <p className="empty">{tray.loading}</p>}
        {items?.length === 0 && <Empty />}
        {items && items.length > 0 && (
          <TrayList
            items={items}
            chosen={chosen}
            list={list}
            onChoose={choose}
            onEnter={goToActions}
          />
        )}
        {items && unresolved > items.length && items.length >= trayLimit && (
          <p className="tray-more">{fill(tray.more, { count: trayLimit })}</p>
        )}
      </section>
      <section className="tray-detail-side" aria-label={tray.happened} tabIndex={0}>
        {item && <TrayDetail key={keyOf(item)} item={item} actions={actions} />}
        {!item && items && (items.length > 0 || picked !== null) && (
          <p className="empty">{picked === null ? tray.choose : tray.settled}</p>
        )}
      </section>
    </Frame>
  )
}

/** The chosen one: from the list itself the first arrow would only lead there. */
function focusOn(list: HTMLElement | null): void {
  const chosen = list?.querySelector('[aria-selected="true"]')
  if (chosen instanceof HTMLElement) chosen.focus()
  else list?.focus()
}

function Empty() {
  const { texts } = useWords()
  return (
    <div className="tray-empty">
      <CircleCheckBig className="tray-empty-icon" aria-hidden />
      <p className="tray-empty-title">{texts.tray.empty}</p>
      <p>{texts.tray.emptyMore}</p>
    </div>
  )
}
