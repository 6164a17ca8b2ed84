/** `Retry-After` (RFC 9110, 10.2.3): for how long the aggregator wants to be left alone. */

/** Nobody is left alone for longer: a shop is waiting. */
export const longestRestMs = 60_000

/**
 * @param header seconds, or a date of the server's clock
 * @param serverNowMs what the server's clock shows now
 * @returns null where there is none, or none that can be read
 */
export function readRetryAfter(header: string | undefined, serverNowMs: number): number | null {
  if (header === undefined) return null
  const text = header.trim()
  const waitMs = /^\d{1,9}$/u.test(text)
    ? Number(text) * 1000
    : text.endsWith('GMT')
      ? Date.parse(text) - serverNowMs
      : Number.NaN
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), longestRestMs)
}
