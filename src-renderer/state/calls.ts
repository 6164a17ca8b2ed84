/**
 * Calls that wait for their answer. A call outlives the line: it is sent again, with the same
 * `callId`, after each reconnect, so what it changes is changed once.
 */
import { z } from 'zod'
import {
  calls,
  type CallName,
  type Input,
  type Output,
  type Request,
} from '../../src-shared/contract/index.ts'
import type { Override } from '../../src-shared/contract/override.ts'
import { callIdSchema, uuidV7, type CallId, type SessionId } from '../../src-shared/ids.ts'
import { done, failed, failureSchema, type Result } from '../../src-shared/result.ts'

const replySchema = z.object({
  type: z.literal('reply'),
  callId: callIdSchema,
  answer: z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value: z.unknown() }),
    z.object({ ok: z.literal(false), failure: failureSchema }),
  ]),
})
type Answer = z.infer<typeof replySchema>['answer']

/** @param override somebody's consent to this very call, where the caller's role does not reach */
export type Call = <N extends CallName>(
  name: N,
  input: Input<N>,
  override?: Override,
) => Promise<Result<Output<N>>>

export type WaitingCalls = {
  readonly call: Call
  /** @returns whether the message was an answer */
  take(message: unknown): boolean
  /** The line is back: everything without an answer goes out again, in its order. */
  sendAgain(): void
}

export function createCalls(
  send: (request: Request) => void,
  session: () => SessionId | null,
): WaitingCalls {
  const waiting = new Map<CallId, { request: Request; answer: (answer: Answer) => void }>()

  return {
    async call(name, input, override) {
      const callId = newCallId()
      const request: Request = {
        type: 'call',
        callId,
        session: session(),
        name,
        input,
        ...(override && { override }),
      }
      const answered = new Promise<Answer>((resolve) => {
        waiting.set(callId, { request, answer: resolve })
      })
      send(request)
      return readAnswer(name, callId, await answered)
    },
    take(message) {
      const reply = replySchema.safeParse(message)
      if (!reply.success) return false
      const { callId, answer } = reply.data
      waiting.get(callId)?.answer(answer)
      waiting.delete(callId)
      return true
    },
    sendAgain() {
      for (const { request } of waiting.values()) send(request)
    },
  }
}

const newCallId = (): CallId =>
  callIdSchema.parse(uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10))))

/** An answer of another shape than the contract's can only come from another version: a bug. */
function readAnswer<N extends CallName>(
  name: N,
  callId: CallId,
  answer: Answer,
): Result<Output<N>> {
  if (!answer.ok) return answer
  const value = calls[name].output.safeParse(answer.value)
  if (!value.success) return failed('bug', { reference: callId })
  // The schema of this very name has just accepted it; an indexed access cannot tell TypeScript so.
  return done(value.data as Output<N>)
}
