/** Keys: made once, kept from others, and never replaced by guess. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
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

describe('the key of scanned codes', () => {
  test('is made with the other one, and another one', async () => {
    const dir = tempFolder()
    const { scanKey, pinKey } = await open(dir, true)
    expect(scanKey).toHaveLength(32)
    expect(scanKey).not.toEqual(pinKey)
    expect((await open(dir, false)).scanKey).toEqual(scanKey)
  })

  test('a file of an earlier version gets it, once, and keeps all else that it holds', async () => {
    const dir = tempFolder()
    const pinKey = Buffer.alloc(32, 7).toString('base64')
    writeFileSync(fileOf(dir), JSON.stringify({ pinKey, later: { a: 1 } }))
    const first = await open(dir, false)
    expect(first.pinKey).toEqual(new Uint8Array(32).fill(7))
    expect(JSON.parse(readFileSync(fileOf(dir), 'utf8'))).toEqual({
      pinKey,
      later: { a: 1 },
      scanKey: Buffer.from(first.scanKey).toString('base64'),
    })
    expect(statSync(fileOf(dir)).mode & 0o777).toBe(0o600)
    expect((await open(dir, false)).scanKey).toEqual(first.scanKey)
  })

  test('one that is wrong: refused and left as it is', async () => {
    const dir = tempFolder()
    const pinKey = Buffer.alloc(32, 7).toString('base64')
    for (const scanKey of ['YWJj', 5, null]) {
      const text = JSON.stringify({ pinKey, scanKey })
      writeFileSync(fileOf(dir), text)
      expect(await failureOf(dir, false)).toEqual(refused(dir, 'no key "scanKey"'))
      expect(readFileSync(fileOf(dir), 'utf8')).toBe(text)
    }
  })

  test('that cannot be stored: no till, and the file stands as it was', async () => {
    const dir = tempFolder()
    const text = JSON.stringify({ pinKey: Buffer.alloc(32, 7).toString('base64') })
    writeFileSync(fileOf(dir), text)
    // A folder stands where the new file would be written.
    mkdirSync(`${fileOf(dir)}.new`)
    expect(await failureOf(dir, false)).toEqual(refused(dir))
    expect(readFileSync(fileOf(dir), 'utf8')).toBe(text)
  })
})

describe('keys of channels', () => {
  const key = { algorithm: 'ed25519', pkcs8: 'AAAA' } as const
  const other = { algorithm: 'rsa-pss-sha512', pkcs8: 'BBBB' } as const
  const openAll = (dir: string, seal: Seal | null = null) =>
    openSecrets({ dir, firstStart: true }, seal, noLog)

  test('are kept by channel, the newest of each, and found at the next start', async () => {
    const dir = tempFolder()
    const secrets = await openAll(dir)
    expect([...secrets.channelKeys]).toEqual([])
    await secrets.keepChannelKey('first', other)
    await secrets.keepChannelKey('__proto__', key)
    await secrets.keepChannelKey('first', key)
    const wanted = [
      ['first', key],
      ['__proto__', key],
    ]
    expect([...secrets.channelKeys]).toEqual(wanted)
    const again = await openAll(dir)
    expect([...again.channelKeys]).toEqual(wanted)
    expect(again.pinKey).toEqual(secrets.pinKey)
    expect(again.scanKey).toEqual(secrets.scanKey)
    expect(statSync(fileOf(dir)).mode & 0o777).toBe(0o600)
  })

  test('two at the same time are both kept', async () => {
    const dir = tempFolder()
    const secrets = await openAll(dir)
    await Promise.all([
      secrets.keepChannelKey('first', key),
      secrets.keepChannelKey('second', other),
    ])
    expect([...(await openAll(dir)).channelKeys.keys()]).toEqual(['first', 'second'])
  })

  test('one that cannot be stored is said, and is not there', async () => {
    const dir = tempFolder()
    const secrets = await openAll(dir)
    mkdirSync(`${fileOf(dir)}.new`)
    await expect(secrets.keepChannelKey('first', key)).rejects.toBeInstanceOf(StartRefused)
    expect([...secrets.channelKeys]).toEqual([])
    rmdirSync(`${fileOf(dir)}.new`)
    await secrets.keepChannelKey('second', key)
    expect([...(await openAll(dir)).channelKeys.keys()]).toEqual(['second'])
  })

  test('are at most eight, and are keys', async () => {
    const secrets = await openAll(tempFolder())
    for (let at = 0; at < 8; at += 1) await secrets.keepChannelKey(`c${at}`, key)
    await expect(secrets.keepChannelKey('one more', key)).rejects.toThrow('more than 8')
    await expect(secrets.keepChannelKey('c1', { ...key, pkcs8: '?' })).rejects.toThrow('base64')
    await expect(secrets.keepChannelKey('', key)).rejects.toThrow('Too small')
    expect(secrets.channelKeys.size).toBe(8)
  })

  test('the largest that there are fit into the file, sealed', async () => {
    const dir = tempFolder()
    const seal: Seal = {
      close: (text) => Promise.resolve(Buffer.from(text)),
      open: (sealed) => Promise.resolve({ text: sealed.toString(), stale: false }),
    }
    const secrets = await openAll(dir, seal)
    const pkcs8 = Buffer.alloc(2_400, 7).toString('base64')
    for (let at = 0; at < 8; at += 1) await secrets.keepChannelKey(`c${at}`, { ...other, pkcs8 })
    expect((await openAll(dir, seal)).channelKeys.size).toBe(8)
    expect(readFileSync(fileOf(dir), 'utf8')).toContain('"sealed"')
  })

  test('what was sealed once is never written plain', async () => {
    const dir = tempFolder()
    let closes = true
    const seal: Seal = {
      close: (text) =>
        closes ? Promise.resolve(Buffer.from(text)) : Promise.reject(new Error('locked')),
      open: (sealed) => Promise.resolve({ text: sealed.toString(), stale: false }),
    }
    const secrets = await openAll(dir, seal)
    closes = false
    const before = readFileSync(fileOf(dir), 'utf8')
    await expect(secrets.keepChannelKey('first', key)).rejects.toMatchObject({
      failure: { code: 'secretsNotOpened' },
    })
    expect(readFileSync(fileOf(dir), 'utf8')).toBe(before)
    expect([...secrets.channelKeys]).toEqual([])
  })
})
