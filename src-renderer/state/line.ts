/** The one WebSocket to the engine. It comes back by itself, with growing pauses. */
const pausesMs = [300, 600, 1_200, 2_500, 5_000] as const

export type LineState = 'connecting' | 'open' | 'away'

export type Line = {
  /** Sends at once where it can; a message sent while the line is away is for the caller to repeat. */
  send(text: string): void
  stop(): void
}

export type LineListener = {
  state(state: LineState): void
  message(text: string): void
}

export function openLine(address: string, listener: LineListener): Line {
  let socket: WebSocket | null = null
  let tries = 0
  let stopped = false
  let pause: ReturnType<typeof setTimeout> | undefined

  const connect = (): void => {
    const mine = new WebSocket(address)
    socket = mine
    mine.addEventListener('open', () => {
      tries = 0
      listener.state('open')
    })
    mine.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (typeof event.data === 'string') listener.message(event.data)
    })
    // `error` is always followed by `close`.
    mine.addEventListener('close', () => {
      if (stopped || socket !== mine) return
      listener.state('away')
      pause = setTimeout(connect, pausesMs[Math.min(tries, pausesMs.length - 1)])
      tries += 1
    })
  }

  listener.state('connecting')
  connect()
  return {
    send(text) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(text)
    },
    stop() {
      stopped = true
      clearTimeout(pause)
      socket?.close()
    },
  }
}

/** Where the engine of this page listens: the same host that served it. */
export const lineAddress = (page: Location): string =>
  `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}/contract/till`
