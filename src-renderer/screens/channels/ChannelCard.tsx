import { Minus, RefreshCw, Timer, Unplug, Wifi, type LucideIcon } from 'lucide-react'
import type { ChannelState, ChannelView } from '../../../src-shared/contract/channels.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showTime } from '../../../src-shared/texts/show.ts'
import { useWords } from '../../state/words.ts'
import { channelTone, lastErrorOf, measuresOf, methodList } from './channelWords.ts'
import { HealthChart } from './HealthChart.tsx'
import { StateChip } from './StateChip.tsx'

const icons: Readonly<Record<ChannelState, LucideIcon>> = {
  idle: Minus,
  good: Wifi,
  slow: Timer,
  down: Unplug,
  probing: RefreshCw,
}

export function ChannelCard(props: { readonly channel: ChannelView; readonly nowMs: number }) {
  const { channel, nowMs } = props
  const { texts } = useWords()
  const { channels: words } = texts
  const name = `channel-${channel.id}`
  const facts: readonly (readonly [string, string])[] = [
    [words.carries, methodList(texts, channel.carries)],
    [words.backupFor, methodList(texts, channel.backupFor)],
    [words.lastError, lastErrorOf(texts, channel)],
  ]
  return (
    <article
      className="channel"
      aria-labelledby={name}
      data-testid="channel"
      data-state={channel.state}
    >
      <header className="channel-head">
        <h3 className="channel-name" id={name}>
          {channel.id}
        </h3>
        <StateChip
          tone={channelTone(channel)}
          icon={icons[channel.state]}
          words={words.states[channel.state]}
        />
        <span className="channel-since">
          {fill(words.since, { time: showTime(channel.sinceMs) })}
        </span>
      </header>
      <p className="channel-means">{words.means[channel.state]}</p>
      <dl className="channel-measures">
        {measuresOf(texts, channel).map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <HealthChart channel={channel} nowMs={nowMs} />
      <dl className="channel-facts">
        {facts.map(([title, value]) => (
          <div key={title} className="channel-fact">
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </article>
  )
}
