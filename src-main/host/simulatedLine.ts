import { realpathSync } from 'node:fs'

/** Whether nothing real can stand at the other end: a pseudo-terminal of Linux or macOS, or loopback. */
export function isSimulatedLine(path: string): boolean {
  if (/^tcp:(?:127\.0\.0\.1|\[::1\]):\d{1,5}$/u.test(path)) return true
  try {
    return /^\/dev\/(?:pts\/\d+|ttys\d+)$/u.test(realpathSync(path))
  } catch {
    return false
  }
}
