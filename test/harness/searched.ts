/** Looks for what must not be there: in the bytes of files, and in whatever was sent. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** As somebody may have written it down: plain, wide, or in an alphabet of bytes. */
const formsOf = (text: string): readonly Buffer[] => [
  Buffer.from(text),
  Buffer.from(text, 'utf16le'),
  Buffer.from(Buffer.from(text).toString('base64').replaceAll('=', '')),
  Buffer.from(Buffer.from(text).toString('hex')),
]

const placesOfAny = (
  needles: readonly Buffer[],
  folder: string,
  sent: readonly string[],
): readonly string[] => {
  const holds = (bytes: Buffer): boolean => needles.some((needle) => bytes.includes(needle))
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    // The ballast is random bytes, and 64 MB of them.
    .filter((entry) => entry.isFile() && !entry.name.startsWith('ballast'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => holds(readFileSync(path)))
    .map((path) => relative(folder, path))
  return sent.some((text) => holds(Buffer.from(text))) ? [...files, 'sent'] : files
}

/**
 * @param folder every file in it is read as bytes, the parts of databases that are not in use too
 * @returns the files that hold it, and `sent` where a message does
 */
export const placesOf = (
  text: string,
  folder: string,
  sent: readonly string[],
): readonly string[] => placesOfAny(formsOf(text), folder, sent)

/** The same for a PIN, and for every digest of it that a table of ten thousand lines undoes. */
export function placesOfPin(
  pin: string,
  folder: string,
  sent: readonly string[],
): readonly string[] {
  const digests = ['md5', 'sha1', 'sha256', 'sha512'].flatMap((name) => {
    const digest = createHash(name).update(pin).digest()
    return [
      digest,
      ...(['hex', 'base64', 'base64url'] as const).map((as) => Buffer.from(digest.toString(as))),
    ]
  })
  return placesOfAny([...formsOf(pin), ...digests], folder, sent)
}
