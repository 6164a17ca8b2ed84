import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react'
import type { Override } from '../../../src-shared/contract/override.ts'
import { permissionSchema, type Permission } from '../../../src-shared/permissions.ts'
import type { Failure, FailureCode } from '../../../src-shared/result.ts'
import { ConsentContext, type ConsentedCall } from '../../state/consent.ts'
import { useCall } from '../../state/till.ts'
import { OverrideDialog } from './OverrideDialog.tsx'

/** One call that waits for somebody's consent. */
type Question = {
  readonly what: string
  readonly why: string
  readonly permission: Permission
  /** The call again, with consent. @returns what was wrong with the consent; null: it is answered */
  readonly ask: (override: Override) => Promise<Failure | null>
  /** Nothing was done, and nothing will be. */
  readonly leave: () => void
}

/** What is wrong with the consent, and not with what it was for: another try makes sense. */
const aboutConsent = new Set<FailureCode>([
  'overrideNeeded',
  'overrideNotAllowed',
  'staffUnknown',
  'wrongPin',
  'lockedOut',
  'tooManyCalls',
])

/** Below the place where somebody has signed in: one dialog for every call that needs consent. */
export function OverrideProvider({ children }: { readonly children: ReactNode }) {
  const call = useCall()
  const [question, setQuestion] = useState<Question | null>(null)
  const open = useRef<Question | null>(null)
  const put = useCallback((next: Question | null) => {
    open.current = next
    setQuestion(next)
  }, [])

  const consented = useCallback<ConsentedCall>(
    async (name, input, what, why = '') => {
      const answer = await call(name, input)
      if (answer.ok || answer.failure.code !== 'overrideNeeded') return answer
      const permission = permissionSchema.safeParse(answer.failure.facts['permission'])
      // One question at a time: whoever asks meanwhile is told what it needs.
      if (!permission.success || open.current) return answer
      return new Promise((resolve) => {
        put({
          what,
          why,
          permission: permission.data,
          async ask(override) {
            const second = await call(name, input, override)
            if (!second.ok && aboutConsent.has(second.failure.code)) return second.failure
            put(null)
            resolve(second)
            return null
          },
          leave() {
            put(null)
            resolve(null)
          },
        })
      })
    },
    [call, put],
  )
  // Whoever was signed in has gone, and the question with him.
  useEffect(() => () => open.current?.leave(), [])

  return (
    <ConsentContext value={consented}>
      {children}
      {question && <OverrideDialog {...question} />}
    </ConsentContext>
  )
}
