/** A serial port as a line to a device: 8 data bits, no parity, no flow control, and nobody else's while we have it. */
import type { Carrier } from '../engine/devices/byteLink.ts'
import { endReadingWhereGone } from './serialReads.ts'
import { carrierOver } from './streamCarrier.ts'

/**
 * Rejects in the library's words where the port is not there, is taken, or is no port.
 * @param to.path as it is: a link such as `/dev/serial/by-id/...` is followed at each opening, and
 *   so leads to the same device wherever it was plugged in again
 */
export async function openSerial(to: {
  readonly path: string
  readonly baudRate: number
  readonly stopBits: 1 | 2
}): Promise<Carrier> {
  // Loaded when a port is wanted: a computer on which its binary does not load still takes money by
  // every other means.
  const { SerialPort } = await import('serialport')
  const port = new SerialPort({
    path: to.path,
    baudRate: to.baudRate,
    stopBits: to.stopBits,
    dataBits: 8,
    parity: 'none',
    rtscts: false,
    xon: false,
    xoff: false,
    xany: false,
    lock: true,
    autoOpen: false,
  })
  await new Promise<void>((resolve, reject) => {
    port.open((problem) => (problem ? reject(problem) : resolve()))
  })
  endReadingWhereGone(port.port)
  return carrierOver(port, () => {
    // Where it is closed already that is an error to the library, and to nobody else.
    port.close(() => undefined)
  })
}
