/**
 * A serial line between two device files that programs open like ports: two pseudo-terminals,
 * joined by socat. It can be cut and mended at the same paths. For tests of any runner.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type PseudoLine = {
  /** The end that the till opens. */
  readonly till: string
  /** The end of whatever plays the device. */
  readonly device: string
  /** As if the cable were pulled out: both ends are gone, and their paths with them. */
  cut(): Promise<void>
  /** Both ends are there again, at the same paths. */
  mend(): Promise<void>
  close(): Promise<void>
}

const startWithinMs = 10_000

export async function openPseudoLine(): Promise<PseudoLine> {
  const folder = mkdtempSync(join(tmpdir(), 'harbour-till-line-'))
  const till = join(folder, 'till')
  const device = join(folder, 'device')
  let socat: ChildProcess | null = null
  // A test runner that ends early takes its lines with it.
  const endAtOnce = (): void => void socat?.kill('SIGKILL')
  process.once('exit', endAtOnce)

  const cut = async (): Promise<void> => {
    const ending = socat
    socat = null
    if (!ending || ending.exitCode !== null) return
    const gone = once(ending, 'exit')
    ending.kill('SIGTERM')
    await gone
    // It takes its links away, unless it was too late for that: they would lead to another's line.
    for (const path of [till, device]) rmSync(path, { force: true })
  }
  const mend = async (): Promise<void> => {
    socat ??= await joinEnds(till, device)
  }

  await mend()
  return {
    till,
    device,
    cut,
    mend,
    async close() {
      await cut()
      process.off('exit', endAtOnce)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Rejects where socat does not start, in its words. */
function joinEnds(one: string, other: string): Promise<ChildProcess> {
  const ends = [one, other].map((path) => `pty,raw,echo=0,link=${path}`)
  const socat = spawn('socat', ['-d', '-d', ...ends], { stdio: ['ignore', 'ignore', 'pipe'] })
  return new Promise((resolve, reject) => {
    let said = ''
    const fail = (why: string): void => {
      clearTimeout(limit)
      socat.kill('SIGKILL')
      reject(new Error(`socat did not start: ${why} ${said}`))
    }
    const limit = setTimeout(() => fail('no word in time'), startWithinMs)
    const hasEnded = (): void => fail('it ended')
    socat.once('exit', hasEnded)
    socat.on('error', (problem) => fail(problem.message))
    // Read for as long as it runs: a full pipe would stop it.
    socat.stderr.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString()).slice(-2_000)
      if (!said.includes('starting data transfer loop')) return
      clearTimeout(limit)
      socat.off('exit', hasEnded)
      resolve(socat)
    })
  })
}
