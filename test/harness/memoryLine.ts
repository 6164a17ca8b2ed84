/** A line in memory between a till and whatever plays the device: bytes arrive at once, and it can be pulled. */
import type { Carrier } from '../../src-main/engine/devices/byteLink.ts'

export type MemoryLine = {
  /** For the till's side; rejects while the cable is out. */
  readonly open: () => Promise<Carrier>
  /** What the till has written so far, a write each, in hexadecimal digits. */
  readonly written: string[]
  /** The device sends. @param hex in hexadecimal digits */
  send(hex: string): void
  /** Called with each write of the till. */
  onWritten(listener: (hex: string) => void): void
  pull(): void
  plugIn(): void
}

export function memoryLine(): MemoryLine {
  const written: string[] = []
  let plugged = true
  let carrier: { bytes: (bytes: Uint8Array) => void; end: (reason: string) => void } | null = null
  let device: (hex: string) => void = () => undefined
  return {
    written,
    open() {
      if (!plugged) return Promise.reject(new Error('no such device'))
      const listeners: {
        bytes: (bytes: Uint8Array) => void
        end: (reason: string) => void
      } = { bytes: () => undefined, end: () => undefined }
      carrier = listeners
      return Promise.resolve({
        write(bytes) {
          const hex = Buffer.from(bytes).toString('hex')
          if (carrier !== listeners || hex === '') return
          written.push(hex)
          device(hex)
        },
        onBytes(listener) {
          listeners.bytes = listener
        },
        onEnd(listener) {
          listeners.end = listener
        },
        close() {
          carrier = null
        },
      })
    },
    send: (hex) => carrier?.bytes(Uint8Array.from(Buffer.from(hex, 'hex'))),
    onWritten(listener) {
      device = listener
    },
    pull() {
      plugged = false
      carrier?.end('unplugged')
      carrier = null
    },
    plugIn() {
      plugged = true
    },
  }
}
