/** PINs are stored so that the database alone does not give them away. */
import { scryptSync, createHmac } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { createPasswordHash } from '../../src-main/host/passwordHash.ts'

// Being slow is what this hash is for; a busy machine is slower still.
vi.setConfig({ testTimeout: 60_000 })

const key = new Uint8Array(32).fill(7)

test('the right PIN fits and no other does', async () => {
  const { hash, verify } = createPasswordHash(key)
  const stored = await hash('1234')
  expect(await verify('1234', stored)).toBe(true)
  for (const wrong of ['1235', '12345']) {
    expect(await verify(wrong, stored)).toBe(false)
  }
})

test('the form is scrypt over a keyed hash, as anybody with the key can compute it', async () => {
  const stored = await createPasswordHash(key).hash('1234')
  expect(stored).toMatch(/^scrypt\$15\$8\$1\$[\w-]{22}\$[\w-]{43}$/u)
  const [salt = '', hash = ''] = stored.split('$').slice(4)
  const secret = createHmac('sha256', key).update('1234').digest()
  const expected = scryptSync(secret, Buffer.from(salt, 'base64url'), 32, {
    N: 32_768,
    r: 8,
    p: 1,
    maxmem: 2 ** 26,
  })
  expect(hash).toBe(expected.toString('base64url'))
})

test('one PIN gives another hash each time, and needs the key of this till', async () => {
  const { hash } = createPasswordHash(key)
  const [one, two] = [await hash('1234'), await hash('1234')]
  expect(one).not.toBe(two)
  expect(await createPasswordHash(new Uint8Array(32).fill(8)).verify('1234', one)).toBe(false)
})

test('a stored hash that cannot be understood is a fault, not a wrong PIN', async () => {
  const { verify } = createPasswordHash(key)
  for (const stored of ['', '1234', 'scrypt$1$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAA']) {
    await expect(verify('1234', stored)).rejects.toThrow('not a hash made here')
  }
})

test('many at once wait for their turn, all are answered, and the main thread stays free', async () => {
  const { hash, verify } = createPasswordHash(key)
  const stored = await hash('1234')
  let ticks = 0
  const ticking = setInterval(() => (ticks += 1), 5)
  const answers = await Promise.all(
    Array.from({ length: 5 }, (_, place) => verify(place % 2 === 0 ? '1234' : '4321', stored)),
  )
  clearInterval(ticking)
  expect(answers).toEqual([true, false, true, false, true])
  expect(ticks).toBeGreaterThan(5)
})
