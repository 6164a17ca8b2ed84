/** Small files that are read whole and replaced whole: profile, settings, secrets. */
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'

export type WholeFile =
  | { readonly state: 'absent' }
  | { readonly state: 'unreadable'; readonly reason: string }
  | { readonly state: 'read'; readonly text: string }

/** What the system called a failure: `EACCES`, `ENOSPC`... */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}

/**
 * Reads a UTF-8 text; a byte order mark, as Windows' editors write it, is left out.
 * @param secret refuses a link, and takes away the rights that group and others have on POSIX
 */
export function readWhole(
  path: string,
  limitBytes: number,
  { secret = false }: { readonly secret?: boolean } = {},
): WholeFile {
  // O_NONBLOCK: opening a pipe that somebody put here would otherwise wait for ever.
  const noFollow = secret ? constants.O_NOFOLLOW : 0
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | noFollow)
    try {
      const { mode, size } = fstatSync(file)
      if ((mode & constants.S_IFMT) !== constants.S_IFREG) {
        return { state: 'unreadable', reason: 'not a file' }
      }
      if (size > limitBytes) {
        return { state: 'unreadable', reason: `larger than ${limitBytes} bytes` }
      }
      if (secret && process.platform !== 'win32' && (mode & 0o077) !== 0) fchmodSync(file, 0o600)
      const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
      return { state: 'read', text }
    } finally {
      closeSync(file)
    }
  } catch (error) {
    const reason = systemReason(error)
    if (reason === 'ENOENT') return { state: 'absent' }
    return { state: 'unreadable', reason }
  }
}

/**
 * Puts a new file with this text in the place of the old one, readable by its owner only: after
 * a power cut there is the old text or the new one, whole.
 * @throws what the system said; the old file stands as it was
 */
export function replaceWhole(path: string, text: string): void {
  const fresh = `${path}.new`
  try {
    rmSync(fresh, { force: true })
    const file = openSync(fresh, 'wx', 0o600)
    try {
      writeFileSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(fresh, path)
  } catch (error) {
    rmSync(fresh, { force: true })
    throw error
  }
  syncFolder(dirname(path))
}

/** A rename is on the disk only when its folder is. Windows opens no folders, and needs it not. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(path, constants.O_RDONLY)
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
