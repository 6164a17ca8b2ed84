import { Activity } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ChannelState } from '../../src-shared/contract/channels.ts'
import { fill } from '../../src-shared/texts/index.ts'
import { useChannels } from '../state/till.ts'
import { useWords } from '../state/words.ts'

/** Long enough to be read between two customers; what lasts stands in the notices. */
const shownMs = 12_000

type News = { readonly id: string; readonly to: 'slow' | 'down' | 'good' }

const isOut = (state: ChannelState | undefined): boolean =>
  state === 'slow' || state === 'down' || state === 'probing'

/** Says when a connection goes out of use, and when it is back. It stands over the key hints and moves nothing. */
export function ChannelNews() {
  const told = useChannels()
  const { texts } = useWords()
  const [known, setKnown] = useState<Readonly<Record<string, ChannelState>>>({})
  const [news, setNews] = useState<News | null>(null)
  const states = told?.channels.map(({ id, state }) => [id, state] as const) ?? []
  if (states.some(([id, state]) => known[id] !== state)) {
    setKnown(Object.fromEntries(states))
    const change = states.find(([id, state]) => isNews(known[id], state))
    if (change) setNews({ id: change[0], to: goodOr(change[1]) })
  }
  useEffect(() => {
    if (!news) return undefined
    const timer = setTimeout(() => setNews(null), shownMs)
    return () => clearTimeout(timer)
  }, [news])
  if (!news) return null
  const { id, to } = news
  return (
    <div className={`channel-news channel-news-${to}`} role="status" data-testid="channel-news">
      <Activity aria-hidden />
      <p>
        {fill(to === 'good' ? texts.frame.channelBack : texts.frame.channelOut, { channel: id })}
      </p>
    </div>
  )
}

/** A channel that was not asked before has no news; one that is being tried is still out of use. */
function isNews(before: ChannelState | undefined, now: ChannelState): boolean {
  if (now === 'slow' || now === 'down') return before !== now && before !== 'probing'
  return now === 'good' && isOut(before)
}

const goodOr = (state: ChannelState): News['to'] =>
  state === 'slow' || state === 'down' ? state : 'good'
