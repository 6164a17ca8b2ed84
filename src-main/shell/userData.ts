/** Where Electron keeps what is its own. */
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeProfileFolder } from '../host/profile.ts'

/**
 * A folder in the profile, so that one profile is one app: Electron lets in one instance for each
 * such folder. Where the profile cannot be used, the till starts all the same, to say so.
 */
export function userDataIn(profileDir: string): string {
  try {
    makeProfileFolder(profileDir)
    const dir = join(profileDir, 'electron')
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    return dir
  } catch {
    return mkdtempSync(join(tmpdir(), 'harbour-till-'))
  }
}
