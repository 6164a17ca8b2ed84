/** The till that cannot start: it answers what stands against it, and nothing else. */
import type { CounterView } from '../../src-shared/contract/counter.ts'
import { requestSchema } from '../../src-shared/contract/index.ts'
import { done, type Failure } from '../../src-shared/result.ts'
import type { ContractServer } from './server.ts'

export function createBlockedTill(
  failure: Failure,
  known: Pick<CounterView, 'version' | 'language' | 'theme'>,
): ContractServer {
  const counter: CounterView = { state: 'blocked', failure, ...known }
  return {
    call(_, raw) {
      const request = requestSchema.safeParse(raw)
      if (!request.success) return Promise.resolve(null)
      const { callId, name, input } = request.data
      const isTopic = name === 'view.topic' && typeof input === 'object' && input !== null
      const value = isTopic && 'topic' in input && input.topic === 'counter' ? counter : null
      const answer = isTopic ? done({ revision: 1, value }) : ({ ok: false, failure } as const)
      return Promise.resolve({ type: 'reply', callId, answer })
    },
    listen: () => () => undefined,
    stop: () => Promise.resolve(),
  }
}
