/** The line in a browser: one WebSocket to the host that served the page. */
import type { Window as WindowName } from '../../src-shared/contract/define.ts'
import { messageLimit } from '../../src-shared/contract/index.ts'
import { createPauses, type Line, type LineListener } from './line.ts'

export function openSocketLine(address: string, listener: LineListener): Line {
  const pauses = createPauses()
  let socket: WebSocket | null = null
  let stopped = false

  const connect = (): void => {
    const mine = new WebSocket(address)
    socket = mine
    mine.addEventListener('open', () => {
      pauses.reset()
      listener.state('open')
    })
    mine.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string' && data.length <= messageLimit) listener.message(readJson(data))
    })
    // `error` is always followed by `close`.
    mine.addEventListener('close', () => {
      if (stopped || socket !== mine) return
      listener.state('away')
      pauses.after(connect)
    })
  }

  listener.state('connecting')
  connect()
  return {
    send(request) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(request))
    },
    stop() {
      stopped = true
      pauses.stop()
      socket?.close()
    },
  }
}

/** Where the engine listens to the window of this name. */
export const socketAddress = (page: Location, window: WindowName): string =>
  `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}/contract/${window}`

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
