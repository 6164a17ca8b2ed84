import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dueInCoins, readAmount, showAmount, writeAmount } from '../../src-shared/money.ts'

const largestMinor = 9_999_999_999
const amount = fc.integer({ min: 1, max: largestMinor })

/** `128.50` -> `１２８．５０` */
const fullWidth = (text: string): string =>
  text.replaceAll(/[!-~]/gu, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0))

test('what is written is read back to the cent, however it is written', () => {
  fc.assert(
    fc.property(amount, (amountMinor) => {
      for (const text of [
        writeAmount(amountMinor),
        writeAmount(amountMinor, 'plain'),
        showAmount(amountMinor),
        fullWidth(showAmount(amountMinor)),
      ]) {
        expect(readAmount(text, largestMinor)).toEqual({ ok: true, amountMinor })
      }
    }),
  )
})

test('digits are read as exactly the cents that they say', () => {
  const digits = (most: number) => fc.stringMatching(new RegExp(`^[0-9]{0,${most}}$`, 'u'))
  fc.assert(
    fc.property(digits(20), digits(2), (whole, rest) => {
      fc.pre(whole + rest !== '')
      // Integers of any size, by other means than the program's.
      const exact = BigInt(whole) * 100n + BigInt(rest.padEnd(2, '0'))
      const refused = exact === 0n ? 'amountZero' : 'amountAboveCeiling'
      expect(readAmount(`${whole}.${rest}`, largestMinor)).toEqual(
        exact > 0n && exact <= largestMinor
          ? { ok: true, amountMinor: Number(exact) }
          : { ok: false, code: refused },
      )
    }),
  )
})

test('no text brings the reading down, and what it takes is between one cent and the ceiling', () => {
  const nearly = fc
    .array(fc.constantFrom(...Array.from('0123456789.,-+eExHKD$ １２．，＄－元\u0000\u200B')), {
      maxLength: 12,
    })
    .map((signs) => signs.join(''))
  fc.assert(
    fc.property(fc.oneof(nearly, fc.string({ unit: 'binary' })), amount, (text, ceilingMinor) => {
      const answer = readAmount(text, ceilingMinor)
      if (!answer.ok) return
      expect(Number.isSafeInteger(answer.amountMinor)).toBe(true)
      expect(answer.amountMinor).toBeGreaterThanOrEqual(1)
      expect(answer.amountMinor).toBeLessThanOrEqual(ceilingMinor)
      // And it is what the text says: written again, it reads the same.
      expect(readAmount(writeAmount(answer.amountMinor), ceilingMinor)).toEqual(answer)
    }),
    { numRuns: 1_000 },
  )
})

test('coins are within 5 cents of the rest, in tens, and exactly 5 cents are the customer’s', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: largestMinor }), (restMinor) => {
      const dueMinor = dueInCoins(restMinor)
      expect(dueMinor % 10).toBe(0)
      expect(Math.abs(dueMinor - restMinor)).toBeLessThanOrEqual(5)
      expect(dueMinor - restMinor).not.toBe(5)
      // Settled in coins, nothing more is due.
      expect(dueInCoins(dueMinor)).toBe(dueMinor)
    }),
  )
})
