/** The day that a shift's takings belong to. */

const hourMs = 3_600_000
/** Hong Kong is at UTC+8 all year. */
const hongKongMs = 8 * hourMs
/** A night's takings until 05:00 belong to the evening before. */
const cutOverMs = 5 * hourMs

/**
 * @param openedAtMs when the shift was opened
 * @param last the business date of the shift before: the new one is never earlier, whatever the clock says
 * @returns `YYYY-MM-DD`
 */
export function businessDateOf(openedAtMs: number, last: string | null): string {
  const date = new Date(openedAtMs + hongKongMs - cutOverMs).toISOString().slice(0, 10)
  return last !== null && last > date ? last : date
}
