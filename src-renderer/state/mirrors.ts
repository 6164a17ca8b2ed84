/**
 * What the engine told last about each topic. The screens read from here and never change it:
 * the truth is on the other side of the line.
 */
import type { z } from 'zod'
import { events, eventSchema, type Topic } from '../../src-shared/contract/index.ts'
import { createStore, type Store } from './store.ts'

export type Mirror<T> = {
  /** undefined: not told yet. */
  readonly store: Store<T | undefined>
  /** A whole new value, with its number. @returns whether one before it was missed */
  tell(revision: number, value: unknown): boolean
  /** After a reconnect the numbers may start anew. */
  forgetRevision(): void
}

function createMirror<S extends z.ZodType>(schema: S): Mirror<z.infer<S>> {
  const store = createStore<z.infer<S> | undefined>(undefined)
  let known: number | null = null
  return {
    store,
    tell(revision, value) {
      if (known !== null && revision < known) return false
      const read = schema.safeParse(value)
      if (!read.success) return true
      const missed = known !== null && revision > known + 1
      known = revision
      store.set(read.data)
      return missed
    },
    forgetRevision() {
      known = null
    },
  }
}

export type Mirrors = ReturnType<typeof createMirrors>

export const createMirrors = () =>
  ({
    counter: createMirror(events.counter.value),
    session: createMirror(events.session.value),
    sale: createMirror(events.sale.value),
    tray: createMirror(events.tray.value),
    channels: createMirror(events.channels.value),
    devices: createMirror(events.devices.value),
    octopus: createMirror(events.octopus.value),
    display: createMirror(events.display.value),
    training: createMirror(events.training.value),
  }) satisfies Record<Topic, unknown>

/** @returns the topic to ask again for, when an event before this one was missed */
export function takeEvent(mirrors: Mirrors, message: unknown): Topic | null {
  const event = eventSchema.safeParse(message)
  if (!event.success) return null
  const { topic, revision, value } = event.data
  return mirrors[topic].tell(revision, value) ? topic : null
}
