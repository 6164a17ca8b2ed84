/** Keys: made once, kept from others, and never replaced by guess. */
import {
  chmodSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { StartRefused } from '../../src-main/engine/parts.ts'
import { openSecrets, type Seal, type Secrets } from '../../src-main/host/secrets.ts'
import { tempFolder } from '../harness/tempFolder.ts'

const fileOf = (dir: string): string => join(dir, 'secrets.json')
const noLog = (): void => undefined
const open = (dir: string, firstStart: boolean, seal: Seal | null = null): Promise<Secrets> =>
  openSecrets({ dir, firstStart }, seal, noLog)
const failureOf = (dir: string, firstStart: boolean, seal: Seal | null = null): Promise<unknown> =>
  open(dir, firstStart, seal).catch((error: unknown) =>
    error instanceof StartRefused ? error.failure : error,
  )
const refused = (dir: string, reason: unknown = expect.any(String)): unknown => ({
  code: 'profileUnreadable',
  facts: { path: fileOf(dir), reason },
})

test('the first start makes a key of 32 random bytes, and every later one finds it', async () => {
  const dir = tempFolder()
  const { pinKey } = await open(dir, true)
  expect(pinKey).toHaveLength(32)
  expect((await open(dir, true)).pinKey).toEqual(pinKey)
  expect((await open(dir, false)).pinKey).toEqual(pinKey)
  expect((await open(tempFolder(), true)).pinKey).not.toEqual(pinKey)
})

test('the file is for its owner only, and is made so again when its rights were loosened', async () => {
  const dir = tempFolder()
  await open(dir, true)
  expect(statSync(fileOf(dir)).mode & 0o777).toBe(0o600)
  chmodSync(fileOf(dir), 0o644)
  await open(dir, false)
  expect(statSync(fileOf(dir)).mode & 0o777).toBe(0o600)
})

test.for([
  ['nothing', ''],
  ['half a file', '{ "pinKey": "YWJj'],
  ['no key', '{}'],
  ['a key that is too short', '{ "pinKey": "YWJj" }'],
  ['a key that is no base64', `{ "pinKey": "${'?'.repeat(44)}" }`],
  ['a key that is no text', '{ "pinKey": 5 }'],
] as const)('a file with %s: refused and left as it is', async ([, text]) => {
  const dir = tempFolder()
  writeFileSync(fileOf(dir), text)
  for (const firstStart of [true, false]) {
    expect(await failureOf(dir, firstStart)).toEqual(refused(dir))
  }
  expect(readFileSync(fileOf(dir), 'utf8')).toBe(text)
})

test('a file that is missing beside a database: refused, a new key would make every PIN wrong', async () => {
  const dir = tempFolder()
  await open(dir, true)
  rmSync(fileOf(dir))
  expect(await failureOf(dir, false)).toEqual(refused(dir, 'missing'))
  expect(await failureOf(dir, false)).toEqual(refused(dir, 'missing'))
})

test('a link: not followed', async () => {
  const [dir, elsewhere] = [tempFolder(), tempFolder()]
  await open(elsewhere, true)
  symlinkSync(fileOf(elsewhere), fileOf(dir))
  expect(await failureOf(dir, false)).toEqual(refused(dir, 'ELOOP'))
})

test('a refusal never tells the key', async () => {
  const dir = tempFolder()
  const key = Buffer.alloc(31, 7).toString('base64')
  writeFileSync(fileOf(dir), JSON.stringify({ pinKey: key }))
  expect(JSON.stringify(await failureOf(dir, false))).not.toContain(key)
})

describe('a store of secrets', () => {
  /** Opens what it closed itself, until it is told not to. */
  const store = (mark = 'this computer') => {
    const seal: Seal & { stale: boolean; closes: boolean; opens: boolean } = {
      stale: false,
      closes: true,
      opens: true,
      close: (text: string) =>
        seal.closes
          ? Promise.resolve(
              Buffer.from(Buffer.from(JSON.stringify({ mark, text })).toString('hex')),
            )
          : Promise.reject(new Error('locked')),
      open(sealed: Buffer) {
        const inside = JSON.parse(Buffer.from(sealed.toString(), 'hex').toString()) as Record<
          string,
          string
        >
        return seal.opens && inside['mark'] === mark
          ? Promise.resolve({ text: inside['text'] ?? '', stale: seal.stale })
          : Promise.reject(new Error('not sealed here'))
      },
    }
    return seal
  }
  const textOf = (dir: string): string => readFileSync(fileOf(dir), 'utf8')

  test('the first start seals the keys: the file has nothing of them', async () => {
    const dir = tempFolder()
    const { pinKey } = await open(dir, true, store())
    expect(Object.keys(JSON.parse(textOf(dir)) as object)).toEqual(['sealed'])
    expect(textOf(dir)).not.toContain(Buffer.from(pinKey).toString('base64'))
    expect(statSync(fileOf(dir)).mode & 0o777).toBe(0o600)
    expect((await open(dir, false, store())).pinKey).toEqual(pinKey)
  })

  test('a plain file is sealed when it is opened, with the same keys', async () => {
    const dir = tempFolder()
    const { pinKey } = await open(dir, true)
    expect((await open(dir, false, store())).pinKey).toEqual(pinKey)
    expect(textOf(dir)).toContain('"sealed"')
    expect((await open(dir, false, store())).pinKey).toEqual(pinKey)
    expect(existsSync(`${fileOf(dir)}.new`)).toBe(false)
  })

  test('a sealed file where there is no store: refused and left as it is', async () => {
    const dir = tempFolder()
    await open(dir, true, store())
    const before = textOf(dir)
    const refusal = { code: 'secretsSealed', facts: { path: fileOf(dir) } }
    expect(await failureOf(dir, false)).toEqual(refusal)
    expect(await failureOf(dir, true)).toEqual(refusal)
    expect(textOf(dir)).toBe(before)
  })

  test('a file that another computer or user sealed: refused and left as it is', async () => {
    const dir = tempFolder()
    await open(dir, true, store('another computer'))
    const before = textOf(dir)
    expect(await failureOf(dir, false, store())).toEqual({
      code: 'secretsNotOpened',
      facts: { path: fileOf(dir), reason: 'not sealed here' },
    })
    expect(textOf(dir)).toBe(before)
  })

  test('a store that does not close, or not open again: the file stays plain, and the till starts', async () => {
    for (const broken of [{ closes: false }, { opens: false }]) {
      const dir = tempFolder()
      const { pinKey } = await open(dir, true, Object.assign(store(), broken))
      expect(textOf(dir)).toContain('pinKey')
      expect((await open(dir, false, Object.assign(store(), broken))).pinKey).toEqual(pinKey)
      expect(textOf(dir)).toContain('pinKey')
    }
  })

  test('a store with a newer key: sealed anew, with the same keys', async () => {
    const dir = tempFolder()
    const { pinKey } = await open(dir, true, store())
    const seal = Object.assign(store(), { stale: true })
    let closed = 0
    const counted: Seal = {
      ...seal,
      close: (text) => {
        closed += 1
        return seal.close(text)
      },
    }
    expect((await open(dir, false, counted)).pinKey).toEqual(pinKey)
    expect(closed).toBe(1)
    expect((await open(dir, false, store())).pinKey).toEqual(pinKey)
  })

  test('what comes out of the store is held to the same: no key, no till', async () => {
    const dir = tempFolder()
    const sealed = await store().close('{ "pinKey": "YWJj" }')
    writeFileSync(fileOf(dir), JSON.stringify({ sealed: sealed.toString('base64') }))
    expect(await failureOf(dir, false, store())).toEqual(refused(dir))
  })
})
