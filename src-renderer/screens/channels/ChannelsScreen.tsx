import { ArrowLeft } from 'lucide-react'
import { useRef } from 'react'
import { Button } from '../../components/Button.tsx'
import { Frame } from '../../components/Frame.tsx'
import { TopBar } from '../../components/TopBar.tsx'
import { useRooms } from '../../state/rooms.ts'
import { useScans } from '../../state/scans.ts'
import { useChannels } from '../../state/till.ts'
import { useKeys } from '../../state/useKeys.ts'
import { useNow } from '../../state/useNow.ts'
import { useWords } from '../../state/words.ts'
import { ChannelCard } from './ChannelCard.tsx'
import { UploadPanel } from './UploadPanel.tsx'

const scrollPx = 160

/** How well each connection answers, what goes where, and what the aggregator holds. */
export function ChannelsScreen() {
  const view = useChannels()
  const { go } = useRooms()
  const { take } = useScans()
  const { texts } = useWords()
  const { channels: words } = texts
  const nowMs = useNow(true)
  const list = useRef<HTMLElement>(null)
  useKeys({
    key(key) {
      if (key.kind === 'escape') go('sale')
      if (key.kind === 'down') list.current?.scrollBy({ top: scrollPx })
      if (key.kind === 'up') list.current?.scrollBy({ top: -scrollPx })
    },
    scanned: take,
  })
  return (
    <Frame title={words.title} bar={<TopBar />} keys={words.keys} className="channels">
      <section className="channels-side" aria-label={words.title} tabIndex={0} ref={list}>
        <header className="history-head">
          <Button icon={ArrowLeft} onPress={() => go('sale')}>
            {texts.frame.backToTill}
          </Button>
          <h2 className="history-title">{words.title}</h2>
        </header>
        {!view && <p className="empty">{words.loading}</p>}
        {view?.channels.length === 0 && <p className="empty">{words.none}</p>}
        {view?.channels.map((channel) => (
          <ChannelCard key={channel.id} channel={channel} nowMs={nowMs} />
        ))}
      </section>
      <section className="upload-side" aria-label={words.upload} tabIndex={0}>
        {view && <UploadPanel upload={view.upload} nowMs={nowMs} />}
      </section>
    </Frame>
  )
}
