/** The page's side of the contract: one line, the calls on it, and the mirrors it fills. */
import type { Window as WindowName } from '../../src-shared/contract/define.ts'
import { events, topics, type Topic } from '../../src-shared/contract/index.ts'
import { bridgeOf, openBridgeLine } from './bridgeLine.ts'
import { createCalls, type Call } from './calls.ts'
import type { Line, LineListener, LineState } from './line.ts'
import { createMirrors, takeEvent, type Mirrors } from './mirrors.ts'
import { openSocketLine, socketAddress } from './socketLine.ts'
import { createStore, type Store } from './store.ts'

export type Connection = {
  readonly call: Call
  readonly mirrors: Mirrors
  readonly line: Store<LineState>
  stop(): void
}

/** @param name the window that this page is made for; the host decides whether it is that */
export function connect(name: WindowName): Connection {
  const mirrors = createMirrors()
  const state = createStore<LineState>('connecting')
  const session = mirrors.session.store

  const calls = createCalls(
    (request) => line.send(request),
    () => session.get()?.sessionId ?? null,
  )

  const askFor = async (topic: Topic): Promise<void> => {
    const answer = await calls.call('view.topic', { topic })
    if (answer.ok) mirrors[topic].tell(answer.value.revision, answer.value.value)
  }
  const shown = topics.filter((topic) =>
    (events[topic].windows as readonly WindowName[]).includes(name),
  )
  const askForAll = (): void => {
    for (const topic of shown) void askFor(topic)
  }

  const line = openLine(name, {
    state(next) {
      state.set(next)
      if (next !== 'open') return
      for (const topic of topics) mirrors[topic].forgetRevision()
      calls.sendAgain()
      askForAll()
    },
    message(message) {
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

/** In Electron the preload has left an object on the page; a browser has a socket. */
function openLine(name: WindowName, listener: LineListener): Line {
  const bridge = bridgeOf(window)
  return bridge
    ? openBridgeLine(bridge, listener)
    : openSocketLine(socketAddress(window.location, name), listener)
}
