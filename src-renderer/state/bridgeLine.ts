/** The line in Electron: the object that the preload has given to this page. */
import { bridgeName, type ContractBridge } from '../../src-shared/contract/bridge.ts'
import type { Request } from '../../src-shared/contract/index.ts'
import { createPauses, type Line, type LineListener } from './line.ts'

/** @returns null in a browser, where there is no such object */
export function bridgeOf(page: object): ContractBridge | null {
  const found: unknown = Reflect.get(page, bridgeName)
  return isBridge(found) ? found : null
}

const isBridge = (found: unknown): found is ContractBridge =>
  typeof found === 'object' && found !== null && 'call' in found && 'listen' in found

/**
 * The engine is in the same app: it is there as long as the page is. A request that nobody could
 * answer counts as a line that was away, so that it is asked again as it would be over a socket.
 */
export function openBridgeLine(bridge: ContractBridge, listener: LineListener): Line {
  const pauses = createPauses()
  let stopped = false
  let away = false

  const lost = (): void => {
    if (stopped || away) return
    away = true
    listener.state('away')
    pauses.after(() => {
      away = false
      listener.state('open')
    })
  }

  listener.state('connecting')
  const stopListening = bridge.listen((event) => listener.message(event))
  // Not at once: whoever opens the line has to have it in hand first, as with a socket.
  queueMicrotask(() => listener.state('open'))
  return {
    send(request) {
      if (away) return
      // As over a socket: what JSON has no word for is left out.
      bridge.call(JSON.parse(JSON.stringify(request)) as Request).then((reply) => {
        if (reply === null) lost()
        else {
          pauses.reset()
          listener.message(reply)
        }
      }, lost)
    },
    stop() {
      stopped = true
      pauses.stop()
      stopListening()
    },
  }
}
