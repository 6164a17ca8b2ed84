/**
 * Reading from a serial port on Linux and Mac. Where a port is gone the system answers a read with
 * no bytes, and the library then reads again at once, for ever, each time with a promise more to
 * keep: one cable pulled out at the wrong moment, and the till runs out of memory
 * (serialport/bindings-cpp, issue 162).
 */
import { read } from 'node:fs'
import { promisify } from 'node:util'

const readAsync = promisify(read)

/** What the library has opened there; its own declarations of it do not resolve. */
type UnixPort = {
  readonly fd: number | null
  readonly poller: {
    once(event: 'readable', call: (problem: Error | null) => void): unknown
  }
  read(
    buffer: Buffer,
    offset: number,
    length: number,
  ): Promise<{ buffer: Buffer; bytesRead: number }>
}

// On Windows the library reads in another way.
const isUnixPort = (port: unknown): port is UnixPort =>
  typeof port === 'object' && port !== null && 'poller' in port && 'fd' in port && 'read' in port

/**
 * Its reading fails where the port is gone, which the library takes for the end that it is.
 * @param port as the library has opened it
 */
export function endReadingWhereGone(port: unknown): void {
  if (!isUnixPort(port)) return
  port.read = async (buffer, offset, length) => {
    for (;;) {
      // As the library marks what was called off by closing, and is no failure.
      if (port.fd === null) throw Object.assign(new Error('closed'), { canceled: true })
      const bytesRead = await readOnce(port.fd, buffer, offset, length)
      if (bytesRead === 0) throw new Error('the port is gone')
      if (bytesRead !== null) return { buffer, bytesRead }
      await isReadable(port)
    }
  }
}

/** @returns null: there is nothing now */
async function readOnce(
  fd: number,
  buffer: Buffer,
  offset: number,
  length: number,
): Promise<number | null> {
  try {
    return (await readAsync(fd, buffer, offset, length, null)).bytesRead
  } catch (problem) {
    if (problem instanceof Error && 'code' in problem && problem.code === 'EAGAIN') return null
    throw problem
  }
}

const isReadable = ({ poller }: UnixPort): Promise<void> =>
  new Promise((resolve, reject) => {
    poller.once('readable', (problem) => (problem ? reject(problem) : resolve()))
  })
