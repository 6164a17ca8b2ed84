/**
 * The till as a process of its own, reached as a page reaches it: address, cookie, socket. It
 * may be killed at any moment, which is what it is for.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'
import type { Override } from '../../src-shared/contract/override.ts'
import type { CallName, Input, Output, Topic, TopicValue } from '../../src-shared/contract/index.ts'
import { uuidV7 } from '../../src-shared/ids.ts'
import type { Result } from '../../src-shared/result.ts'

/** The process or its socket went away while an answer was awaited. */
export class Gone extends Error {}

export type Spawned = {
  readonly child: ChildProcess
  /** Works once. */
  readonly address: string
  readonly ended: Promise<void>
  /** A fresh address, as Enter in the console gives one. */
  nextAddress(): Promise<string>
  kill(): Promise<void>
  /** The orderly end. @returns the exit code */
  stop(): Promise<number | null>
}

export type TillProcess = Spawned & {
  /** @param override somebody's consent to this call */
  call<N extends CallName>(
    name: N,
    input: Input<N>,
    callId?: string,
    override?: Override,
  ): Promise<Result<Output<N>>>
  topic<T extends Topic>(topic: T): Promise<TopicValue<T>>
  /** Asks again until it holds. Throws after `limitMs`. */
  until<T extends Topic>(
    topic: T,
    holds: (value: TopicValue<T>) => boolean,
    limitMs?: number,
  ): Promise<TopicValue<T>>
}

export const newCallId = (): string =>
  uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))

export type StartOptions = {
  /** The program, as Node runs it. */
  readonly program: string
  readonly profile: string
  readonly env?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
}

/** @throws Gone where the process ends before it has said its address */
export async function spawnTill(options: StartOptions): Promise<Spawned> {
  const { program, profile, env = {}, args = [] } = options
  const child = spawn(process.execPath, [program, '--no-open', '--profile', profile, ...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const said: string[] = []
  child.stderr.on('data', (bytes: Buffer) => said.push(bytes.toString()))
  const ended = once(child, 'exit').then(() => undefined)
  const lines = createInterface({ input: child.stdout })
  const nextAddress = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const read = (line: string): void => {
        said.push(line)
        const found = /http:\/\/127\.0\.0\.1:\d+\S*/u.exec(line)
        if (!found) return
        lines.off('line', read)
        resolve(found[0])
      }
      lines.on('line', read)
      void ended.then(() => reject(new Gone(said.join('\n'))))
    })
  return {
    child,
    address: await nextAddress(),
    ended,
    nextAddress() {
      const next = nextAddress()
      child.stdin.write('\n')
      return next
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
      return child.exitCode
    },
  }
}

/** Starts a till and sits down before it, as a page does. @throws Gone as `spawnTill` */
export async function startTillProcess(options: StartOptions): Promise<TillProcess> {
  const spawned = await spawnTill(options)
  try {
    return await connect(spawned)
  } catch (problem) {
    if (spawned.child.exitCode !== null || spawned.child.signalCode !== null) {
      throw new Gone(String(problem))
    }
    throw problem
  }
}

async function connect(spawned: Spawned): Promise<TillProcess> {
  const { address } = spawned
  const cookie = await exchange(address)
  const { origin, host } = new URL(address)
  const socket = new WebSocket(`ws://${host}/contract/till`, { headers: { cookie, origin } })
  const waiting = new Map<
    string,
    { resolve: (answer: never) => void; reject: (gone: Gone) => void }
  >()
  const loseAll = (): void => {
    for (const { reject } of waiting.values()) reject(new Gone('the till is gone'))
    waiting.clear()
  }
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as {
      type: string
      callId?: string
      answer?: never
    }
    if (message.type !== 'reply' || message.callId === undefined) return
    waiting.get(message.callId)?.resolve(message.answer as never)
    waiting.delete(message.callId)
  })
  socket.on('close', loseAll)
  socket.on('error', loseAll)
  await once(socket, 'open')

  const till: TillProcess = {
    ...spawned,
    async call(name, input, callId = newCallId(), override) {
      const session = name.startsWith('view.') ? null : await till.topic('session')
      return send(name, input, callId, session?.sessionId ?? null, override)
    },
    async topic(topic) {
      const answer = await send('view.topic', { topic }, newCallId(), null)
      if (!answer.ok) throw new Error(answer.failure.code)
      return answer.value.value as never
    },
    async until(topic, holds, limitMs = 30_000) {
      const untilMs = Date.now() + limitMs
      for (;;) {
        const value = await till.topic(topic)
        if (holds(value)) return value
        if (Date.now() > untilMs) throw new Error(`${topic} stays ${JSON.stringify(value)}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    stop() {
      socket.close()
      return spawned.stop()
    },
  }
  const send = <N extends CallName>(
    name: N,
    input: Input<N>,
    callId: string,
    session: string | null,
    override?: Override,
  ): Promise<Result<Output<N>>> =>
    new Promise((resolve, reject) => {
      if (socket.readyState !== WebSocket.OPEN) {
        reject(new Gone('the till is gone'))
        return
      }
      waiting.set(callId, { resolve, reject })
      socket.send(JSON.stringify({ type: 'call', callId, session, name, input, override }))
    })
  return till
}

/** @returns the cookie that the one-time address is exchanged for */
function exchange(address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(address, (response) => {
      response.resume()
      const [cookie = ''] = response.headers['set-cookie'] ?? []
      if (cookie === '') reject(new Error(`no cookie: ${response.statusCode}`))
      else resolve(cookie.split(';')[0] ?? '')
    })
      .on('error', reject)
      .end()
  })
}
