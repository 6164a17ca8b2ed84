/** A digest names one body, and no other. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { contentDigest, digestMatches } from '../../src-main/engine/channels/digest.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('digest', () => {
  const body = bytes('hello')
  const sha512 = createHash('sha512').update(body).digest('base64')

  test('sha-256 is written, and of the empty body too', () => {
    expect(contentDigest(body)).toBe('sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:')
    expect(contentDigest(null)).toBe('sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:')
    expect(contentDigest(new Uint8Array(0))).toBe(contentDigest(null))
  })

  test('sha-512 is read, others beside them are passed over', () => {
    expect(digestMatches(`sha-512=:${sha512}:`, body)).toBe(true)
    expect(digestMatches(`md5=:AAAA:, ${contentDigest(body)}`, body)).toBe(true)
    expect(digestMatches(`sha-512=:${sha512}:,${contentDigest(body)}`, body)).toBe(true)
  })

  test.for([
    ['none', undefined],
    ['an empty one', ''],
    ['only one that nobody knows', 'md5=:XUFAKrxLKna5cZ2REBfFkg==:'],
    ['one right, one wrong', `${contentDigest(bytes('hello'))}, sha-512=:AAAA:`],
    ['the same one twice', `${contentDigest(bytes('hello'))}, ${contentDigest(bytes('hello'))}`],
    ['text in place of bytes', 'sha-256="LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="'],
    ['an endless one', `${contentDigest(bytes('hello'))}, a=:${'A'.repeat(4_000)}:`],
  ] as const)('%s proves nothing', ([, header]) => {
    expect(digestMatches(header, body)).toBe(false)
  })
})
