/** `--smoke`: whether this very program can start, load its page and carry the contract, in one try. */
import { z } from 'zod'
import { counterSchema, type CounterView } from '../../src-shared/contract/counter.ts'
import type { Reply } from '../../src-shared/contract/index.ts'
import type { ContractServer } from '../engine/server.ts'

const limitMs = 60_000

const askedForCounter = z.object({
  name: z.literal('view.topic'),
  input: z.object({ topic: z.literal('counter') }),
})
const toldCounter = z.object({ value: counterSchema })

/**
 * The same server, which tells when the till's page has asked for the counter's state and was
 * told it: then preload, page, IPC and engine have all done their part.
 * @param onTold null where the page has not asked within the limit
 */
export function watchForPage(
  server: ContractServer,
  onTold: (state: CounterView['state'] | null) => void,
): ContractServer {
  const limit = setTimeout(onTold, limitMs, null)
  const look = (request: unknown, reply: Reply | null): void => {
    if (!reply?.answer.ok || !askedForCounter.safeParse(request).success) return
    const told = toldCounter.safeParse(reply.answer.value)
    if (!told.success) return
    clearTimeout(limit)
    onTold(told.data.value.state)
  }
  return {
    ...server,
    async call(window, request) {
      const reply = await server.call(window, request)
      if (window === 'till') look(request, reply)
      return reply
    },
  }
}
