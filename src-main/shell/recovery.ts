/** A page whose process is gone comes back: the engine has lost nothing. But not for ever. */
import type { Log } from '../engine/parts.ts'
import type { Contents } from './electron.ts'

const reloadsAtMost = 3
const withinMs = 10 * 60_000

/** @returns whether one more is allowed now; each that is, counts */
export function limitReloads(now: () => number): () => boolean {
  let reloadsMs: readonly number[] = []
  return () => {
    const nowMs = now()
    reloadsMs = reloadsMs.filter((atMs) => nowMs - atMs < withinMs)
    if (reloadsMs.length >= reloadsAtMost) return false
    reloadsMs = [...reloadsMs, nowMs]
    return true
  }
}

export type Recovery = {
  /** Loads the page again, if it has not been too often. */
  reload(why: string): void
}

export function recoverPage(
  contents: Contents,
  log: Log,
  mayReload: () => boolean,
  onGivenUp: () => void,
): Recovery {
  const reload = (why: string): void => {
    if (contents.isDestroyed()) return
    if (mayReload()) {
      log('warn', 'shell.pageReloaded', { why })
      contents.reload()
    } else {
      log('error', 'shell.pageGivenUp', { why })
      onGivenUp()
    }
  }
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') reload(reason)
  })
  contents.on('unresponsive', () => log('warn', 'shell.pageUnresponsive'))
  contents.on('responsive', () => log('info', 'shell.pageResponsive'))
  contents.on('preload-error', (_event, _path, error) =>
    log('error', 'shell.preloadFailed', { error: String(error) }),
  )
  return { reload }
}
