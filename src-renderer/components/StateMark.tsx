import {
  Check,
  CircleHelp,
  Hourglass,
  Minus,
  TriangleAlert,
  X,
  type LucideIcon,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { Tone } from '../state/paymentWords.ts'

const icons: Readonly<Record<Tone, LucideIcon>> = {
  idle: Minus,
  working: Hourglass,
  paid: Check,
  person: TriangleAlert,
  notPaid: X,
  unknown: CircleHelp,
}

/** The badge alone: colour, shape and icon. It never stands without a word beside it. */
export function Badge({ tone, large = false }: { readonly tone: Tone; readonly large?: boolean }) {
  const Icon = icons[tone]
  return (
    <span className={`badge badge-${tone} ${large ? 'badge-large' : ''}`} aria-hidden>
      <Icon className="badge-icon" strokeWidth={2.75} />
    </span>
  )
}

/** A state as colour, shape, icon and word, all four at once. */
export function StateMark({
  tone,
  children,
}: {
  readonly tone: Tone
  readonly children: ReactNode
}) {
  return (
    <span className={`state-mark tone-${tone}`}>
      <Badge tone={tone} />
      <span>{children}</span>
    </span>
  )
}
