/** A file of the profile that the till needs and cannot use. */
import { StartRefused } from '../engine/parts.ts'

const fullDisk = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL'])

/**
 * @param reason what the system said, or what is wrong with the content; never the content
 * @returns `diskFull`, which a person can mend, or `profileUnreadable` {path, reason}
 */
export const fileRefused = (path: string, reason: string): StartRefused =>
  new StartRefused(
    fullDisk.has(reason)
      ? { code: 'diskFull', facts: {} }
      : { code: 'profileUnreadable', facts: { path, reason } },
  )
