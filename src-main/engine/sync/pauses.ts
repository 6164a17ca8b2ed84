/** How long to wait after an answer that did not come. */

const shortestPauseMs = 1_000
export const longestPauseMs = 60_000

/**
 * Somewhere in the upper half of 2, 4, 8 ... 60 s, so that the counters of a shop do not all come
 * back at the same moment; as long as the other side asks for, within the same bound.
 * @param unanswered how many times in a row, from 1
 * @param chance two random bytes
 */
export function pauseAfter(
  unanswered: number,
  chance: Uint8Array,
  retryAfterMs: number | null,
): number {
  const most = Math.min(shortestPauseMs * 2 ** Math.min(unanswered, 16), longestPauseMs)
  const [high = 0, low = 0] = chance
  const part = (high * 256 + low) / 65_535
  const growing = Math.round(most / 2 + (most / 2) * part)
  return Math.min(Math.max(growing, retryAfterMs ?? 0), longestPauseMs)
}
