/**
 * A page whose process is gone comes back: the engine has lost nothing. So does one that does not
 * react any more. But not for ever.
 */
import type { Log } from '../engine/parts.ts'
import type { Contents } from './electron.ts'

const reloadsAtMost = 3
const withinMs = 10 * 60_000
/** Without a sign that the page reacts. A till that stands still for longer is of no use. */
const stuckAfterMs = 30_000

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
  /** The page has shown that it reacts. */
  reacts(): void
  /** The page is not looked after any more. */
  stop(): void
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
  let stuck: NodeJS.Timeout | undefined
  const reacts = (): void => {
    clearTimeout(stuck)
    stuck = undefined
  }
  contents.on('unresponsive', () => {
    log('warn', 'shell.pageUnresponsive')
    stuck ??= setTimeout(() => {
      stuck = undefined
      if (contents.isDestroyed()) return
      log('error', 'shell.pageStuck')
      // To load it again would wait for the very process that does not react. Without that
      // process the page is gone, and comes back as every other that is.
      contents.forcefullyCrashRenderer()
    }, stuckAfterMs)
  })
  contents.on('responsive', () => {
    log('info', 'shell.pageResponsive')
    reacts()
  })
  // A fresh page is there; it was loaded again by us or by a person.
  contents.on('did-navigate', reacts)
  contents.on('render-process-gone', (_event, { reason }) => {
    reacts()
    if (reason !== 'clean-exit') reload(reason)
  })
  contents.on('preload-error', (_event, _path, error) =>
    log('error', 'shell.preloadFailed', { error: String(error) }),
  )
  return { reload, reacts, stop: reacts }
}
