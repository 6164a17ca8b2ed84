/** One till per profile, however the one before it ended. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { StartRefused } from '../../src-main/engine/parts.ts'
import { lockProfile } from '../../src-main/host/lock.ts'
import { tempFolder } from '../harness/tempFolder.ts'

const failureOf = (dir: string): unknown => {
  try {
    lockProfile(dir).release()
    return null
  } catch (error) {
    return error instanceof StartRefused ? error.failure : error
  }
}

/** Another process that holds the lock, as another till does. Node reads the source as it is. */
async function otherTill(dir: string): Promise<{ kill(signal: 'SIGKILL'): Promise<void> }> {
  const source = pathToFileURL(join(import.meta.dirname, '../../src-main/host/lock.ts')).href
  const program = `
    const { lockProfile } = await import(${JSON.stringify(source)})
    lockProfile(process.argv[1])
    globalThis.gc?.()
    process.stdout.write('held')
    setInterval(() => globalThis.gc?.(), 20)
  `
  const args = ['--expose-gc', '--input-type=module', '--eval', program, dir]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  await once(child.stdout, 'data')
  return {
    async kill(signal) {
      child.kill(signal)
      await once(child, 'exit')
    },
  }
}

test('a second till on the same profile is refused, until the first lets go', () => {
  const dir = tempFolder()
  const lock = lockProfile(dir)
  expect(failureOf(dir)).toEqual({ code: 'anotherTill', facts: { path: dir } })
  expect(failureOf(dir)).toMatchObject({ code: 'anotherTill' })
  lock.release()
  expect(failureOf(dir)).toBeNull()
})

test('a till in another process holds the lock, and kill -9 frees it', async () => {
  const dir = tempFolder()
  const other = await otherTill(dir)
  // Some time for its garbage collector, which must not free the lock.
  await new Promise((resolve) => {
    setTimeout(resolve, 200)
  })
  expect(failureOf(dir)).toMatchObject({ code: 'anotherTill' })
  await other.kill('SIGKILL')
  expect(failureOf(dir)).toBeNull()
})

test('tills on two profiles do not meet', () => {
  const lock = lockProfile(tempFolder())
  expect(failureOf(tempFolder())).toBeNull()
  lock.release()
})

test('a lock file that is none: said, with its path, and left alone', () => {
  const dir = tempFolder()
  const path = join(dir, 'till.lock')
  writeFileSync(path, 'x'.repeat(5_000))
  expect(failureOf(dir)).toEqual({
    code: 'profileUnreadable',
    facts: { path, reason: 'SQLITE_NOTADB' },
  })
})

test('a lock file that cannot be opened: said, and no till without a lock', () => {
  const dir = tempFolder()
  mkdirSync(join(dir, 'till.lock'))
  expect(failureOf(dir)).toMatchObject({
    code: 'profileUnreadable',
    facts: { reason: 'SQLITE_CANTOPEN' },
  })
})
