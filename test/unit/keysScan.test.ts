/** What a scanner sends, and what of it must never happen. */
import { describe, expect, test } from 'vitest'
import { element, keyOf, pressesOf, pressOf, send, startDesk } from '../harness/keysPage.ts'

/** As a wallet shows it to a till. */
const payerCode = '284512345678901234'
const paces = [1, 10, 30] as const
/** The shortest that shops have on goods, staff cards and wallets. */
const codes = [
  '012345',
  '96385074',
  '4006381333931',
  payerCode,
  'A1234',
  'HKID-a/B+c: 7.5',
] as const

describe.for(paces)('at %i ms per key', (paceMs) => {
  test.for(codes)('a scan of %s is given whole and once, and nothing of it is a key', (code) => {
    for (const suffix of ['', '\n', '\t', '\n\n']) {
      const { page, got, scans } = startDesk()
      const sentMs = send(page, code + suffix, paceMs)
      page.pass(sentMs - page.nowMs + 1_000)
      expect(scans, suffix).toEqual([code])
      expect(got.keys, suffix).toEqual([])
      expect(page.timers()).toBe(0)
    }
  })

  test('digits typed right before and right after a scan land once, and the scan is whole', () => {
    const { page, got, scans } = startDesk()
    page.press(pressOf('1'))
    page.press(pressOf('2'), page.nowMs + 70)
    const sentMs = send(page, `${payerCode}\n`, paceMs, page.nowMs + 70 + 41)
    page.press(pressOf('8'), sentMs + 41)
    page.pass(3_000)
    expect(got.amount).toBe('128')
    expect(scans).toEqual([payerCode])
  })

  test.for([0, 5, 41, 100, 150])('an Enter that comes %i ms late charges nothing', (lateMs) => {
    for (const end of ['\n', '\t']) {
      const { page, got, scans } = startDesk()
      const sentMs = send(page, payerCode, paceMs)
      page.press(pressOf(end), sentMs + lateMs)
      page.pass(sentMs - page.nowMs + 1_000)
      expect(scans).toEqual([payerCode])
      expect(got.keys).toEqual([])
      expect(page.passed).not.toContain(pressOf(end).key)
    }
  })

  test('a person’s Enter or Tab after a scan works', () => {
    const { page, got } = startDesk()
    const sentMs = send(page, `${payerCode}\n`, paceMs)
    page.press(pressOf('\n'), sentMs + 151)
    page.press(pressOf('\t'), sentMs + 400)
    page.pass(3_000)
    expect(got.keys).toEqual(['enter'])
    expect(page.passed).toContain('Tab')
  })

  test('function keys, Escape and deleting in the middle of a scan do nothing, and it is whole', () => {
    for (const name of ['F8', 'Escape', 'Backspace', 'Delete', 'ArrowUp']) {
      const { page, got, scans } = startDesk()
      const middleMs = send(page, payerCode.slice(0, 3), paceMs) + paceMs
      page.press(keyOf(name), middleMs)
      send(page, payerCode.slice(3), paceMs, middleMs + Math.min(paceMs, 5))
      page.pass(3_000)
      expect(got.keys, name).toEqual([])
      expect(scans, name).toEqual([payerCode])
    }
  })

  test('function keys and Escape right after a scan are a person’s', () => {
    const { page, got } = startDesk()
    const sentMs = send(page, payerCode, paceMs)
    page.press(keyOf('F8'), sentMs + 41)
    page.press(keyOf('Escape'), sentMs + 90)
    page.pass(3_000)
    expect(got.keys).toEqual(['F8', 'escape'])
  })

  test('a code of several lines is one scan, and none of its Enters is an Enter', () => {
    const { page, got, scans } = startDesk()
    send(page, 'N:\nLi;1\n\t678901\n', paceMs)
    page.pass(3_000)
    expect(scans).toEqual(['N:\nLi;1\n\t678901'])
    expect(got.keys).toEqual([])
  })

  test('a digit that a person presses in the middle of a scan goes with it, never into the amount', () => {
    const { page, got, scans } = startDesk()
    const middleMs = send(page, payerCode.slice(0, 9), paceMs)
    page.press(pressOf('7'), middleMs + paceMs / 2)
    send(page, `${payerCode.slice(9)}\n`, paceMs, middleMs + paceMs)
    page.pass(3_000)
    expect(got.keys).toEqual([])
    expect(scans).toEqual([`${payerCode.slice(0, 9)}7${payerCode.slice(9)}`])
  })

  test('two codes one after the other are two scans', () => {
    const { page, got, scans } = startDesk()
    const sentMs = send(page, '4006381333931\n', paceMs)
    send(page, `${payerCode}\n`, paceMs, sentMs + 60)
    page.pass(3_000)
    expect(scans).toEqual(['4006381333931', payerCode])
    expect(got.keys).toEqual([])
  })

  test('512 characters are a code; one more is refused once, and nothing of it is a key', () => {
    for (const [count, expected] of [
      [512, '7'.repeat(512)],
      [513, null],
    ] as const) {
      const { page, got, scans } = startDesk()
      for (const press of pressesOf(`${'7'.repeat(count)}\n`)) {
        page.press(press)
        page.pass(paceMs)
      }
      page.pass(1_000)
      expect(scans).toEqual([expected])
      expect(got.keys).toEqual([])
      page.press(pressOf('1'))
      page.pass(60)
      page.press(pressOf('\n'))
      expect(got.keys).toEqual(['1', 'enter'])
    }
  })
})

test('8 KB in one burst cost no more than 8192 presses, and are refused once', () => {
  const { page, got, scans } = startDesk()
  const presses = pressesOf('https://pay.example/0123456789?'.repeat(300).slice(0, 8_192))
  const startedAtMs = performance.now()
  for (const press of presses) {
    page.press(press)
    page.nowMs += 1
  }
  const tookMs = performance.now() - startedAtMs
  expect(scans).toEqual([null])
  page.press(pressOf('\n'))
  page.pass(1_000)
  expect(scans).toEqual([null])
  expect(got.keys).toEqual([])
  expect(tookMs).toBeLessThan(2_000)
})

test('a key hammered after a digit is not kept without end', () => {
  for (const press of [keyOf('ArrowUp'), pressOf('\n')]) {
    const { page, got, scans } = startDesk()
    page.press(pressOf('5'))
    for (let turn = 0; turn < 5_000; turn += 1) page.press(press)
    page.pass(1_000)
    expect(scans).toEqual(press.key === 'Enter' ? [] : ['5'])
    expect(got.keys).toHaveLength(press.key === 'Enter' ? 5_001 : 0)
  }
})

test('an Enter right after a letter is a scanner’s, however short its code', () => {
  const { page, got } = startDesk()
  const pressed: string[] = []
  const target = element('button', (key) => key === 'Enter' && pressed.push(key) > 0)
  for (const press of pressesOf('AB1\n')) page.press({ ...press, target })
  page.pass(1_000)
  for (const press of pressesOf('A\n')) page.press(press)
  page.pass(1_000)
  expect(pressed).toEqual([])
  expect(got.keys).toEqual(['1'])
})

test('the case is the scanner’s: Shift before a capital neither splits the scan nor is lost', () => {
  const { page, scans } = startDesk()
  // Shift is a press of its own, at the same slow pace as the others.
  for (const press of pressesOf('aBcDEf')) {
    if (press.shiftKey === true) {
      page.press({ code: 'ShiftLeft', key: 'Shift', shiftKey: true })
      page.pass(30)
    }
    page.press(press)
    page.pass(30)
  }
  page.pass(300)
  expect(scans).toEqual(['aBcDEf'])
})

test('an input method that hides the letters does not change them', () => {
  const { page, scans } = startDesk()
  for (const press of pressesOf('aB34c5')) page.press({ ...press, key: 'Process' })
  page.pass(300)
  expect(scans).toEqual(['aB34c5'])
})

test.for([
  ['a dead key', { code: 'Quote', key: 'Dead' }],
  ['Ctrl for a control character', { code: 'BracketRight', key: ']', ctrlKey: true }],
  ['a sign that an input method hides', { code: 'Slash', key: 'Process' }],
  ['a number pad without Num Lock', { code: 'Numpad7', key: 'Home' }],
] as const)('%s in a scan: it is known not to be whole, and is no key', ([, press]) => {
  const { page, got, scans } = startDesk()
  send(page, '123', 1)
  page.press(press, page.nowMs + 3)
  send(page, '456\n', 1, page.nowMs + 4)
  page.pass(1_000)
  expect(scans).toEqual([null])
  expect(got.keys).toEqual([])
})

test('a scanner that sends Alt with digits starts nothing by its Enter', () => {
  const { page, got, scans } = startDesk()
  for (const press of pressesOf('050052056')) page.press({ ...press, altKey: true })
  page.press(pressOf('\n'), page.nowMs + 100)
  page.pass(1_000)
  expect(got.keys).toEqual([])
  expect(scans).toEqual([null])
})

test('a digit that a person holds down spoils the scan, and does not go into it unseen', () => {
  const { page, got, scans } = startDesk()
  page.press(pressOf('5'))
  page.pass(500)
  send(page, payerCode, 10)
  for (let turn = 0; turn < 5; turn += 1) {
    page.pass(33)
    page.press({ ...pressOf('5'), repeat: true })
  }
  page.pass(1_000)
  expect(got.keys).toEqual(['5'])
  expect(scans).toEqual([null])
})

test('presses without releases are a scan as any other', () => {
  const { page, scans } = startDesk()
  send(page, '1122334455', 1)
  page.pass(1_000)
  expect(scans).toEqual(['1122334455'])
})

test('a button with the focus is pressed by no Enter and no space of a scan', () => {
  const pressed: string[] = []
  const target = element('button', (key) => /^(?:Enter| )$/u.test(key) && pressed.push(key) > 0)
  for (const lateMs of [1, 30, 120]) {
    const { page, got, scans } = startDesk()
    for (const press of pressesOf('AB 12 34')) {
      page.press({ ...press, target })
      page.pass(30)
    }
    page.pass(lateMs)
    page.press({ ...pressOf('\n'), target })
    page.pass(1_000)
    expect(scans).toEqual(['AB 12 34'])
    expect(got.keys).toEqual([])
  }
  expect(pressed).toEqual([])
})

test('an open menu chooses nothing by the Enter of a scan, and looks for none of its digits', () => {
  const { page, got } = startDesk()
  const target = element('[role=menu]')
  for (const press of pressesOf(`${payerCode}\n`)) page.press({ ...press, target })
  page.pass(1_000)
  // Until it is known for a scan.
  expect(page.passed.join('')).toBe(payerCode.slice(0, 5))
  expect(got.keys).toEqual([])
})

test('a scan into a field stays there, and the second of its two Enters charges nothing', () => {
  const { page, got, scans } = startDesk()
  const target = element('input')
  for (const press of pressesOf('INV-2026\n')) page.press({ ...press, target })
  expect(target.blurred).toBe(true)
  page.press(pressOf('\n'), page.nowMs + 20)
  page.pass(1_000)
  expect(page.passed.slice(0, 8).join('')).toBe('INV-2026')
  expect(got.keys).toEqual([])
  expect(scans).toEqual([])
})

test('a finger on Charge in the middle of a scan charges what was typed, and no digit more', () => {
  const { page, got, scans } = startDesk()
  page.press(pressOf('5'))
  page.pass(100)
  send(page, payerCode, 30)
  page.pass(100)
  page.happen('pointerup')
  expect(got.amount).toBe('5')
  page.pass(1_000)
  expect(got.amount).toBe('5')
  expect(scans).toEqual([payerCode])
})

test('a finger that leaves a button in the middle of a quick scan does not split it', () => {
  const { page, got, scans } = startDesk()
  send(page, payerCode, 1)
  page.pass(10)
  page.happen('pointerup')
  page.pass(1_000)
  expect(scans).toEqual([payerCode])
  expect(got.keys).toEqual([])
})

test('a scan that is cut off as the window loses the keyboard is refused, and is no key', () => {
  for (const sent of [2, 5, 15]) {
    const { page, got, scans } = startDesk()
    send(page, payerCode.slice(0, sent), 1)
    page.pass(sent)
    page.happen('blur')
    page.press(pressOf('\n'), page.nowMs + 100)
    page.pass(1_000)
    expect(scans, String(sent)).toEqual([null])
    expect(got.keys, String(sent)).toEqual([])
    page.press(pressOf('3'))
    page.pass(100)
    expect(got.keys, String(sent)).toEqual(['3'])
  }
})

test('a scanner that stutters near its end starts nothing by its Enter', () => {
  const { page, got, scans } = startDesk()
  const sentMs = send(page, payerCode.slice(0, 13), 30)
  // The last Enter is later than any after a scan.
  send(page, `${payerCode.slice(13)}\n`, 30, sentMs + 45)
  page.pass(3_000)
  expect(scans).toEqual([payerCode.slice(0, 13)])
  expect(got.keys).not.toContain('enter')
})
