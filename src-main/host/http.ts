/** The web, as the engine's part: HTTP/1.1 on undici, with a limit on everything and no memory of its own. */
import { Agent, type Dispatcher } from 'undici'
import type { Http, HttpAnswer, HttpLimits, HttpRequest } from '../engine/channels/http.ts'
import { systemReason } from './wholeFile.ts'

/** Of all headers of an answer together. */
const headersLimitBytes = 16_384
/** To one address at a time: a slow payment must not wait behind a slow upload. */
const connectionLimit = 8
/** How long a connection that nobody uses stays open; less than servers wait, so that none is reused that is closing. */
const idleMs = 4_000
/** How many waits for a connection are told apart; each has connections of its own. */
const agentLimit = 4
const reasonLimitChars = 200

/**
 * A certificate must be right: no variable of the environment talks it out of that. No proxy,
 * redirect, cookie or compression; nothing is ever sent twice by itself.
 * @param ca in PEM: certificates that are trusted in place of those that Node brings
 */
export function createHttp({ ca }: { readonly ca?: string } = {}): Http & {
  /** Breaks off whatever is under way. */
  close(): Promise<void>
} {
  const agents = new Map<number, Agent>()
  const agentFor = (connectMs: number): Agent => {
    const known = agents.get(connectMs)
    if (known) return known
    if (agents.size >= agentLimit) throw new Error('too many different limits')
    const agent = new Agent({
      allowH2: false,
      connections: connectionLimit,
      pipelining: 1,
      keepAliveTimeout: idleMs,
      keepAliveMaxTimeout: idleMs,
      maxHeaderSize: headersLimitBytes,
      connect: {
        timeout: connectMs,
        rejectUnauthorized: true,
        minVersion: 'TLSv1.2',
        ...(ca === undefined ? {} : { ca }),
      },
    })
    agents.set(connectMs, agent)
    return agent
  }
  return {
    async ask(request, limits) {
      const breaker = new AbortController()
      const timer = setTimeout(
        () => breaker.abort(new Error('no answer in time')),
        limits.answerMs,
      ).unref()
      try {
        const { statusCode, headers, body } = await agentFor(limits.connectMs).request({
          ...optionsOf(request),
          // The one timer above is the limit: undici's own count from byte to byte.
          headersTimeout: 0,
          bodyTimeout: 0,
          signal: breaker.signal,
        })
        return {
          kind: 'answered',
          status: statusCode,
          headers: plainHeaders(headers),
          body: await readBody(body, limits, breaker),
        }
      } catch (error) {
        return failedBy(breaker.signal.aborted ? breaker.signal.reason : error)
      } finally {
        clearTimeout(timer)
        breaker.abort()
      }
    },
    listen(request, { connectMs }, listener) {
      const breaker = new AbortController()
      const tell = async (): Promise<string> => {
        try {
          const { statusCode, body } = await agentFor(connectMs).request({
            ...optionsOf(request),
            // Whoever listens knows how long silence may last.
            headersTimeout: 0,
            bodyTimeout: 0,
            signal: breaker.signal,
          })
          if (!breaker.signal.aborted) listener.answered(statusCode)
          const decoder = new TextDecoder()
          for await (const chunk of body) {
            if (breaker.signal.aborted) break
            listener.data(decoder.decode(chunk as Uint8Array, { stream: true }))
          }
          return 'ended'
        } catch (error) {
          return reasonOf(error)
        }
      }
      void tell().then((reason) => {
        if (!breaker.signal.aborted) listener.ended(reason)
      })
      return () => breaker.abort()
    },
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()))
    },
  }
}

function optionsOf({
  method,
  url,
  headers,
  body,
}: HttpRequest): Pick<
  Dispatcher.RequestOptions,
  'origin' | 'path' | 'method' | 'headers' | 'body'
> {
  const { origin, pathname, search } = new URL(url)
  return { origin, path: `${pathname}${search}`, method, headers, body }
}

async function readBody(
  body: Dispatcher.ResponseData['body'],
  { bytes }: Pick<HttpLimits, 'bytes'>,
  breaker: AbortController,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    const part = chunk as Uint8Array
    size += part.length
    if (size > bytes) {
      const tooLong = new Error(`an answer of more than ${bytes} bytes`)
      breaker.abort(tooLong)
      throw tooLong
    }
    chunks.push(part)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

/** A header that came more than once is one, as RFC 9110 (5.3) joins them. */
const plainHeaders = (
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [[name.toLowerCase(), typeof value === 'string' ? value : value.join(', ')]],
    ),
  )

const failedBy = (error: unknown): HttpAnswer => ({ kind: 'failed', reason: reasonOf(error) })

const reasonOf = (error: unknown): string => systemReason(error).slice(0, reasonLimitChars)
