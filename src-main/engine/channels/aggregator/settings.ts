/** What the back office decides for this counter: asked for at the start and every ten minutes, and remembered. */
import {
  counterSettingsSchema,
  type CounterSettings,
} from '../../../../src-shared/aggregator/counters.ts'
import type { Clock, Log } from '../../parts.ts'
import { reasonOf, type Caller } from './call.ts'
import type { ChannelMemory } from './memory.ts'

/** While there is no answer it is asked more often: without settings nothing can be carried. @internal a test waits as long */
export const settingsEveryMs = { answered: 600_000, failed: 30_000 } as const

export type SettingsFeed = {
  /** The last good ones; null: there never were any. */
  current(): CounterSettings | null
  /** They are others than before. @returns how to stop listening */
  onChanged(listener: () => void): () => void
  /** Asks now, and from now on. Resolves after the first answer, or after none has come. Rejects never. */
  refresh(): Promise<void>
  stop(): void
}

export function createSettingsFeed(parts: {
  readonly caller: Caller
  readonly counterId: string
  readonly memory: ChannelMemory
  readonly clock: Clock
  readonly log: Log
}): SettingsFeed {
  const { caller, memory, clock, log } = parts
  const remembered = memory.settings()
  let settings = remembered && readSettings(remembered.text)
  // A tag without what it stands for would get "as before" for an answer.
  let tag = settings && remembered ? remembered.tag : null
  let callOff: (() => void) | null = null
  let round = 0
  const listeners = new Set<() => void>()

  const keep = (value: CounterSettings, text: string, fresh: string | null): void => {
    settings = value
    tag = fresh
    try {
      memory.keepSettings(text, fresh)
    } catch (error) {
      log('warn', 'aggregator.settingsNotKept', { reason: reasonOf(error) })
    }
    for (const listener of listeners) listener()
  }

  const ask = async (): Promise<boolean> => {
    const result = await caller.ask('settings', {
      id: parts.counterId,
      headers: tag === null ? {} : { 'if-none-match': tag },
    })
    if (result.kind === 'answered') {
      keep(result.value, result.text, tagOf(result.headers['etag']))
      return true
    }
    return result.kind === 'unchanged' && settings !== null
  }

  const refresh = async (): Promise<void> => {
    round += 1
    const mine = round
    callOff?.()
    callOff = null
    const isAnswered = await ask()
    // Stopped, or asked anew meanwhile: that one goes on.
    if (mine !== round) return
    callOff = clock.after(
      isAnswered ? settingsEveryMs.answered : settingsEveryMs.failed,
      () => void refresh(),
    )
  }

  return {
    current: () => settings,
    onChanged(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    refresh,
    stop() {
      round += 1
      callOff?.()
      callOff = null
    },
  }
}

function readSettings(text: string): CounterSettings | null {
  try {
    return counterSettingsSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** An entity tag (RFC 9110, 8.8.3) that can be sent back; anything else is none. */
const tagOf = (header: string | undefined): string | null =>
  header !== undefined && /^(?:W\/)?"[\x21\x23-\x7e]{0,120}"$/u.test(header) ? header : null
