/** The till that cannot start: it answers what stands against it, and nothing else. */
import type { CounterView } from '../../src-shared/contract/counter.ts'
import type { DisplayView } from '../../src-shared/contract/display.ts'
import { requestSchema } from '../../src-shared/contract/index.ts'
import { done, type Failure } from '../../src-shared/result.ts'
import type { Parts } from './parts.ts'
import type { ContractServer } from './server.ts'

export function createBlockedTill(
  failure: Failure,
  known: Pick<CounterView, 'version' | 'language' | 'theme'> &
    Pick<DisplayView, 'storeName'> &
    Pick<Parts, 'firstRevision'>,
): ContractServer {
  const { storeName, version, language, theme } = known
  const counter: CounterView = { state: 'blocked', failure, version, language, theme }
  const display: DisplayView = {
    environment: null,
    storeName,
    language,
    theme,
    clockAheadMs: 0,
    now: { shows: 'closed' },
  }
  const valueFor = (window: string, topic: unknown): unknown => {
    if (topic === 'counter') return window === 'customer' ? null : counter
    return topic === 'display' && window === 'customer' ? display : null
  }
  return {
    call(window, raw) {
      const request = requestSchema.safeParse(raw)
      if (!request.success) return Promise.resolve(null)
      const { callId, name, input } = request.data
      const isTopic = name === 'view.topic' && typeof input === 'object' && input !== null
      const value = isTopic && 'topic' in input ? valueFor(window, input.topic) : null
      const answer = isTopic
        ? done({ revision: known.firstRevision + 1, value })
        : ({ ok: false, failure } as const)
      return Promise.resolve({ type: 'reply', callId, answer })
    },
    listen: () => () => undefined,
    woke: () => undefined,
    stop: () => Promise.resolve(),
  }
}
