import { expect, test } from 'vitest'
import { maskCardNumbers, satisfiesLuhn } from '../../src-shared/cardNumber.ts'

test.for([
  ['4111111111111111', '************1111'],
  ['card 4111 1111 1111 1111, thanks', 'card **** **** **** 1111, thanks'],
  ['5500-0000-0000-0004', '****-****-****-0004'],
  ['378282246310005', '***********0005'],
  ['6205500000000000004', '***************0004'],
  ['４１１１ １１１１ １１１１ １１１１', '**** **** **** １１１１'],
  ['4111111111111111 and 5555555555554444', '************1111 and ************4444'],
] as const)('%s is stored as %s', ([typed, stored]) => {
  expect(maskCardNumbers(typed)).toBe(stored)
})

test.for([
  'two teas',
  '4111111111111112',
  '12345678',
  '+852 2345 6789',
  '41111111111111111111111',
  '',
])('%s is no card number and stays', (typed) => {
  expect(maskCardNumbers(typed)).toBe(typed)
})

test('Luhn, with the example of the standard', () => {
  const digits = [7, 9, 9, 2, 7, 3, 9, 8, 7, 1]
  expect(satisfiesLuhn([...digits, 3])).toBe(true)
  expect(satisfiesLuhn([...digits, 0])).toBe(false)
})
