import type { LucideIcon } from 'lucide-react'

/** A state as colour, icon and word. A channel is no payment: it has no badge, and is never green. */
export function StateChip(props: {
  readonly tone: 'idle' | 'working' | 'person'
  readonly icon: LucideIcon
  readonly words: string
}) {
  const Icon = props.icon
  return (
    <span className={`chip channel-chip tone-${props.tone}`}>
      <Icon aria-hidden />
      <span>{props.words}</span>
    </span>
  )
}
