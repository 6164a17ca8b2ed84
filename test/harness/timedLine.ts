/** A bare serial line and a bare row on the disk, to hold the till's own times against in one run. */
import { join } from 'node:path'
import { SerialPort } from 'serialport'
import { onTestFinished } from 'vitest'
import { openDatabaseFile } from '../../src-main/host/databaseFile.ts'
import { openPseudoLine, type PseudoLine } from './pseudoLine.ts'
import { tempFolder } from './tempFolder.ts'

/** About as long as a payment's rows with a receipt. */
const rowChars = 4_000

export async function pseudoLine(): Promise<PseudoLine> {
  const line = await openPseudoLine()
  onTestFinished(() => line.close())
  return line
}

export async function barePort(path: string, baudRate: number): Promise<SerialPort> {
  const port = new SerialPort({ path, baudRate, autoOpen: false })
  await new Promise<void>((resolve, reject) => {
    port.open((problem) => (problem ? reject(problem) : resolve()))
  })
  onTestFinished(() => port.close())
  return port
}

/** @returns how long so many bytes take from one end to the other, in ms */
export async function bareLine(baudRate: number): Promise<(bytes: number) => Promise<number>> {
  const line = await pseudoLine()
  const device = await barePort(line.device, baudRate)
  const till = await barePort(line.till, baudRate)
  return async (bytes) => {
    let left = bytes
    const heard = new Promise<number>((resolve) => {
      const count = (chunk: Buffer): void => {
        left -= chunk.length
        if (left > 0) return
        till.off('data', count)
        resolve(performance.now())
      }
      till.on('data', count)
    })
    const startedAtMs = performance.now()
    device.write(Buffer.alloc(bytes, 0x20))
    return (await heard) - startedAtMs
  }
}

/** What a till cannot do without: one row of a result, safe on the disk. @returns how long it takes, in ms */
export function rowOnDisk(): () => number {
  const database = openDatabaseFile(join(tempFolder(), 'till.sqlite'))
  onTestFinished(() => void database.close())
  database.exec('CREATE TABLE bare (body TEXT NOT NULL) STRICT')
  const insert = database.prepare('INSERT INTO bare VALUES (?)')
  const body = 'x'.repeat(rowChars)
  return () => {
    const startedAtMs = performance.now()
    insert.run(body)
    return performance.now() - startedAtMs
  }
}

function figures(values: readonly number[]): { readonly p50: number; readonly p95: number } {
  const inTurn = values.toSorted((a, b) => a - b)
  const at = (part: number): number => inTurn[Math.ceil(values.length * part) - 1] ?? 0
  return { p50: at(0.5), p95: at(0.95) }
}

/** @returns how other values read beside these, in ms */
export function toldBeside(bare: readonly number[]): (values: readonly number[]) => string {
  const reference = figures(bare)
  return (values) => {
    const { p50, p95 } = figures(values)
    const addedMs = (p95 - reference.p95).toFixed(2)
    return `p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms, added at p95 ${addedMs} ms`
  }
}
