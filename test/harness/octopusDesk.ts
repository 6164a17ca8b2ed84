/** A cashier at a till with the simulated Octopus reader of training, and its customer. */
import type { OctopusDeed } from '../../src-shared/contract/training.ts'
import { atTheDesk, type Desk } from './desk.ts'

export type OctopusDesk = Desk & {
  prepare(deed: OctopusDeed): void
  hold(card: 'usual' | 'other' | null): void
  plug(plugged: boolean): void
  /** What was taken from cards, in cents. */
  takenMinor(): number
  rows(kind: string): Record<string, unknown>[]
}

export async function withReader(settings: Record<string, unknown> = {}): Promise<OctopusDesk> {
  const desk = await atTheDesk({ settings: JSON.stringify(settings) })
  const { till } = desk
  await till.clock.pass(100)
  const octopus = () => till.other().octopus
  return {
    ...desk,
    prepare: (deed) => octopus().prepare(deed),
    hold: (card) => octopus().hold(card),
    plug: (plugged) => octopus().setPlugged(plugged),
    takenMinor: () => octopus().chargedTenCents() * 10,
    rows: (kind) =>
      till
        .rows()
        .filter((row) => row.kind === kind)
        .map(({ body }) => JSON.parse(body) as Record<string, unknown>),
  }
}
