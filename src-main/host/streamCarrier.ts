/** A stream of Node's as a line to a device: it ends once, with a reason, and what it keeps waiting is bounded. */
import type { Duplex } from 'node:stream'
import type { Carrier } from '../engine/devices/byteLink.ts'

/** What a device has not taken yet. The longest frame is a hundredth of it: behind more, nobody reads. */
const mostWaitingBytes = 64 * 1024

/**
 * @param stream open, and with nobody else listening to it
 * @param letGo frees what the stream holds, also where it is freed already; never throws
 */
export function carrierOver(stream: Duplex, letGo: () => void): Carrier {
  let hasEnded = false
  let reason: string | null = null
  let told: ((reason: string) => void) | null = null

  /** @param why null: whoever has the line closes it, and is not told */
  const end = (why: string | null): void => {
    if (hasEnded) return
    hasEnded = true
    stream.removeAllListeners('data')
    letGo()
    if (why === null) return
    reason = why
    told?.(why)
  }

  // Stays for ever: an error that nobody listens for would end the till.
  stream.on('error', (problem: Error) => end(wordsOf(problem)))
  stream.on('end', () => end('closed by the other side'))
  stream.on('close', (problem: unknown) =>
    end(problem instanceof Error ? wordsOf(problem) : 'closed'),
  )

  return {
    write(bytes) {
      if (hasEnded) return
      if (stream.writableLength + bytes.length > mostWaitingBytes) {
        end('the device does not take what is written')
        return
      }
      // A copy: the stream keeps it until the device takes it.
      stream.write(Buffer.from(bytes))
    },
    onBytes(listener) {
      if (!hasEnded) stream.on('data', (bytes: Buffer) => listener(Uint8Array.from(bytes)))
    },
    onEnd(listener) {
      told = listener
      // Gone between opening and listening. Later, as every end: nobody expects it in his own call.
      if (reason !== null) queueMicrotask(() => listener(reason ?? ''))
    },
    close: () => end(null),
  }
}

/** An error of several addresses has no message of its own. */
export function wordsOf(problem: Error): string {
  const [first] = problem instanceof AggregateError ? (problem.errors as readonly unknown[]) : []
  const { message } = first instanceof Error ? first : problem
  return message === '' ? problem.name : message
}
