/**
 * The settings that stand in files. Only the user's own for now: the machine's file and the
 * policy come with managed fleets, and are layers above it.
 */
import { join } from 'node:path'
import { done, failed } from '../../src-shared/result.ts'
import type { SettingsFiles } from '../engine/parts.ts'
import { readWhole, replaceWhole, systemReason } from './wholeFile.ts'

const limitBytes = 1_048_576

export function openSettingsFiles(profileDir: string): SettingsFiles {
  const path = join(profileDir, 'settings.json')
  return {
    read() {
      return [{ source: 'user', ...readWhole(path, limitBytes) }]
    },
    writeUser(text) {
      // What could not be read back must not be written.
      if (Buffer.byteLength(text) > limitBytes) {
        return failed('settingsNotStored', { reason: `larger than ${limitBytes} bytes` })
      }
      try {
        replaceWhole(path, text)
        return done(null)
      } catch (error) {
        return failed('settingsNotStored', { reason: systemReason(error) })
      }
    },
  }
}
