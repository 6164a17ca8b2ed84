/**
 * A server behind which the engine can be replaced while pages hold on to it. Whoever listens is
 * told everything anew; calls that come meanwhile wait.
 */
import { z } from 'zod'
import { events, topics, type Event, type Topic } from '../../src-shared/contract/index.ts'
import type { Window } from '../../src-shared/contract/define.ts'
import { uuidV7 } from '../../src-shared/ids.ts'
import type { ContractServer } from '../engine/server.ts'
import { realClock, realRandom } from './realClock.ts'

export type Replaceable = {
  readonly server: ContractServer
  /** `make` ends the present engine and brings the next one; it must not fail. */
  replace(make: (present: ContractServer) => Promise<ContractServer>): Promise<void>
}

type Listening = {
  readonly window: Window
  readonly listener: (event: Event) => void
  stop: () => void
}

/** More events than any engine tells in its life: the next one's revisions lie above. */
export const revisionsPerEngine = 2 ** 40

export function createReplaceable(first: ContractServer): Replaceable {
  const listening = new Set<Listening>()
  let engine = first
  let present = Promise.resolve(first)

  const attach = (one: Listening): void => {
    one.stop = engine.listen(one.window, one.listener)
  }

  const tellAll = async ({ window, listener }: Listening): Promise<void> => {
    for (const topic of topics) {
      if (!(events[topic].windows as readonly Window[]).includes(window)) continue
      const told = await askTopic(engine, window, topic)
      if (told) listener({ type: 'event', topic, ...told })
    }
  }

  return {
    server: {
      call: async (window, request) => (await present).call(window, request),
      listen(window, listener) {
        const one: Listening = { window, listener, stop: () => undefined }
        listening.add(one)
        attach(one)
        return () => {
          listening.delete(one)
          one.stop()
        }
      },
      woke: () => engine.woke(),
      stop: async () => (await present).stop(),
    },
    async replace(make) {
      present = present.then(make).then((next) => {
        engine = next
        for (const one of listening) attach(one)
        return next
      })
      await present
      await Promise.all([...listening].map(tellAll))
    },
  }
}

const toldSchema = z.object({ revision: z.int(), value: z.unknown() })

async function askTopic(server: ContractServer, window: Window, topic: Topic) {
  const reply = await server.call(window, {
    type: 'call',
    callId: uuidV7(realClock.now(), realRandom.bytes(10)),
    session: null,
    name: 'view.topic',
    input: { topic },
  })
  return reply?.answer.ok ? toldSchema.parse(reply.answer.value) : null
}
