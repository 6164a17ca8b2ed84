/**
 * Run once before all specs: a till makes its keys and those of its simulated aggregators, which
 * takes seconds. Each spec's throw-away profile gets a copy of them, and is a first start in all else.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnTill } from '../harness/tillProcess.ts'

const keyFiles = ['secrets.json', 'training-parties.sqlite', 'training-backup.sqlite'] as const
const program = join(import.meta.dirname, '../../dist/main/serve.js')
const variable = 'HARBOUR_TILL_PREPARED_KEYS'

/** Playwright calls this; it ends with what it gives back. */
export default async function prepareKeys(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'harbour-till-keys-'))
  const till = await spawnTill({ program, profile: folder })
  await till.stop()
  process.env[variable] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}

/** @param profile of a spec, before its till was started for the first time */
export function copyPreparedKeys(profile: string): void {
  const folder = process.env[variable]
  if (folder === undefined) return
  for (const name of keyFiles) {
    const from = join(folder, name)
    if (existsSync(from)) copyFileSync(from, join(profile, name))
  }
}
