/** A TCP connection as a line to a device: a terminal in the network, or a serial server that ports are plugged into. */
import { connect } from 'node:net'
import type { Carrier } from '../engine/devices/byteLink.ts'
import { carrierOver, wordsOf } from './streamCarrier.ts'

const connectWithinMs = 5_000
/** After so long without a byte the other side is asked whether it is there: a cable pulled out far away says nothing. */
const askAfterMs = 10_000

/** Rejects where nobody takes the connection within five seconds. */
export function openTcp(to: { readonly host: string; readonly port: number }): Promise<Carrier> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: to.host,
      port: to.port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: askAfterMs,
    })
    const limit = setTimeout(() => {
      socket.destroy(new Error(`no answer within ${connectWithinMs / 1_000} s`))
    }, connectWithinMs)
    const fail = (problem: Error): void => {
      clearTimeout(limit)
      reject(new Error(`cannot connect to ${to.host}:${to.port}: ${wordsOf(problem)}`))
    }
    socket.once('error', fail)
    socket.once('connect', () => {
      clearTimeout(limit)
      const carrier = carrierOver(socket, () => void socket.destroy())
      socket.off('error', fail)
      resolve(carrier)
    })
  })
}
