/** Lines to devices as this computer has them: serial ports, and TCP for what is in the network. */
import type { Carrier } from '../engine/devices/byteLink.ts'
import type { LineTo } from '../engine/parts.ts'
import { openSerial } from './serialCarrier.ts'
import { openTcp } from './tcpCarrier.ts'

/** Rejects where it is not there. */
export async function openLine(to: LineTo): Promise<Carrier> {
  if (!to.path.startsWith('tcp:')) return openSerial(to)
  const [, bracketed, plain, digits] =
    /^tcp:(?:\[([\da-f.:]+)\]|([^\s:[\]]+)):(\d{1,5})$/iu.exec(to.path) ?? []
  const host = bracketed ?? plain
  const port = Number(digits)
  if (host === undefined || port < 1 || port > 65_535) {
    throw new Error(`${to.path} is not tcp:HOST:PORT`)
  }
  return openTcp({ host, port })
}
