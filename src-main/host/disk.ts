/**
 * Room on the disk. A ballast file stands by: when the disk runs full, giving it up makes room
 * for the results of the payments that are in flight.
 */
import { randomFill } from 'node:crypto'
import { existsSync, rmSync, statfsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Disk } from '../engine/parts.ts'

const ballastBytes = 64 * 1_048_576
/** With less than this free, the ballast would itself bring the disk near its end. */
const ballastNeedsFreeBytes = 512 * 1_048_576
const sliceBytes = 1_048_576

export type HostDisk = Disk & {
  /**
   * Makes the ballast where there is none and room enough for it, in slices between which the
   * till goes on working. Never throws: a till without ballast works.
   * @param signal ends it early, and leaves nothing behind
   */
  makeBallast(signal?: AbortSignal): Promise<'made' | 'there' | 'noRoom' | 'failed' | 'ended'>
}

/** @param freeBytesOf free bytes of the disk that a folder is on; only tests bring their own */
export function openDisk(
  profileDir: string,
  freeBytesOf: (dir: string) => number = freeBytesOfDisk,
): HostDisk {
  const path = join(profileDir, 'ballast')
  const freeBytes = (): number => {
    try {
      return freeBytesOf(profileDir)
    } catch {
      // A disk that does not even tell its size is not one to write the next payment to.
      return 0
    }
  }
  return {
    freeBytes,
    giveUpBallast() {
      const there = existsSync(path)
      rmSync(path, { force: true })
      return there
    },
    async makeBallast(signal) {
      if (existsSync(path)) return 'there'
      if (freeBytes() < ballastNeedsFreeBytes) return 'noRoom'
      const fresh = `${path}.new`
      try {
        const whole = await fillFile(fresh, signal)
        if (!whole) {
          await rm(fresh, { force: true })
          return 'ended'
        }
        await rename(fresh, path)
        return 'made'
      } catch {
        rmSync(fresh, { force: true })
        return 'failed'
      }
    },
  }
}

/** Free to us, without what the system keeps for its administrator. */
function freeBytesOfDisk(dir: string): number {
  const { bavail, bsize } = statfsSync(dir)
  return bavail * bsize
}

/**
 * Random bytes, because a file of zeros takes no room on a disk that compresses.
 * @returns false when it was ended early
 */
async function fillFile(path: string, signal: AbortSignal | undefined): Promise<boolean> {
  const slice = Buffer.alloc(sliceBytes)
  const file = await open(path, 'w', 0o600)
  try {
    for (let written = 0; written < ballastBytes; written += sliceBytes) {
      if (signal?.aborted === true) return false
      await promisify(randomFill)(slice)
      await file.writeFile(slice)
    }
    await file.sync()
    return true
  } finally {
    await file.close()
  }
}
