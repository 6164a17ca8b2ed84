/**
 * The text that EMVCo codes are made of: two-digit id, two-digit length, value, again and again.
 * What an id means is not known here (`hkRules.ts`).
 */

export type TlvField = { readonly id: string; readonly value: string }

export type TlvRead =
  | { readonly ok: true; readonly fields: readonly TlvField[] }
  | {
      readonly ok: false
      readonly id: string
      readonly reason: 'length' | 'duplicate' | 'format'
    }

export const maxValueCharacters = 99

/**
 * Lengths count characters as people count them: code points. UTF-16 units would count the
 * rarer Chinese characters that shop names use (surrogate pairs) twice, and a cut could leave
 * half of one.
 */
export const charactersOf = (text: string): readonly string[] => Array.from(text)

// No printed code has a control character, and half a surrogate pair has no UTF-8 bytes of its
// own: it would share its checksum with U+FFFD.
const unprintable = /[\p{Cc}\p{Cs}]/u

/** Fields in the order in which they stand. A value may be neither empty nor unprintable. */
export function readTlv(text: string): TlvRead {
  const characters = charactersOf(text)
  const fields: TlvField[] = []
  const seen = new Set<string>()
  for (let at = 0; at < characters.length;) {
    const id = characters.slice(at, at + 2).join('')
    if (!/^\d\d?$/u.test(id)) return { ok: false, id: showId(id), reason: 'format' }
    const digits = characters.slice(at + 2, at + 4).join('')
    if (!/^\d\d$/u.test(digits)) return { ok: false, id, reason: 'length' }
    const end = at + 4 + Number(digits)
    if (digits === '00' || end > characters.length) return { ok: false, id, reason: 'length' }
    if (seen.has(id)) return { ok: false, id, reason: 'duplicate' }
    const value = characters.slice(at + 4, end).join('')
    if (unprintable.test(value)) return { ok: false, id, reason: 'format' }
    seen.add(id)
    fields.push({ id, value })
    at = end
  }
  return { ok: true, fields }
}

/** Throws on a field that no code can hold: whoever asks has checked before. */
export function writeTlv(fields: readonly TlvField[]): string {
  return fields
    .map(({ id, value }) => {
      const length = charactersOf(value).length
      if (!/^\d\d$/u.test(id) || length < 1 || length > maxValueCharacters) {
        throw new Error(`no field of a code: id ${showId(id)}, ${length} characters`)
      }
      return `${id}${String(length).padStart(2, '0')}${value}`
    })
    .join('')
}

/** What stands where an id should, made safe for a log or a screen. */
const showId = (found: string): string => found.replaceAll(/[^ -~]/gu, '?')
