/** The page's side of the contract: one line, the calls on it, and the mirrors it fills. */
import { messageLimit, topics, type Topic } from '../../src-shared/contract/index.ts'
import { createCalls, type Call } from './calls.ts'
import { openLine, type LineState } from './line.ts'
import { createMirrors, takeEvent, type Mirrors } from './mirrors.ts'
import { createStore, type Store } from './store.ts'

export type Connection = {
  readonly call: Call
  readonly mirrors: Mirrors
  readonly line: Store<LineState>
  stop(): void
}

export function connect(address: string): Connection {
  const mirrors = createMirrors()
  const state = createStore<LineState>('connecting')
  const session = mirrors.session.store

  const calls = createCalls(
    (request) => line.send(JSON.stringify(request)),
    () => session.get()?.sessionId ?? null,
  )

  const askFor = async (topic: Topic): Promise<void> => {
    const answer = await calls.call('view.topic', { topic })
    if (answer.ok) mirrors[topic].tell(answer.value.revision, answer.value.value)
  }
  const askForAll = (): void => {
    for (const topic of topics) void askFor(topic)
  }

  const line = openLine(address, {
    state(next) {
      state.set(next)
      if (next !== 'open') return
      for (const topic of topics) mirrors[topic].forgetRevision()
      calls.sendAgain()
      askForAll()
    },
    message(text) {
      const message = text.length <= messageLimit ? readJson(text) : undefined
      if (calls.take(message)) return
      const missed = takeEvent(mirrors, message)
      if (missed !== null) void askFor(missed)
    },
  })

  // Some topics are empty until somebody has signed in: whoever comes asks for them anew.
  let signedIn = session.get()?.sessionId
  const stopListening = session.subscribe(() => {
    const now = session.get()?.sessionId
    if (now === signedIn) return
    signedIn = now
    askForAll()
  })

  return {
    call: calls.call,
    mirrors,
    line: state,
    stop() {
      stopListening()
      line.stop()
    },
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
