/** What a person presses at the till. A scanner's keys are in `keysScan.test.ts`. */
import { expect, test } from 'vitest'
import type { Key } from '../../src-renderer/state/keys.ts'
import { element, keyOf, pressesOf, pressOf, send, startDesk } from '../harness/keysPage.ts'

/** Presses of one hand, each so long after the one before. */
function typed(text: string, gapsMs: readonly number[]) {
  const desk = startDesk()
  for (const [place, press] of pressesOf(text).entries()) {
    desk.page.pass(place === 0 ? 0 : (gapsMs[(place - 1) % gapsMs.length] ?? 0))
    desk.page.press(press)
  }
  desk.page.pass(1_000)
  return desk
}

test('a digit lands within a tenth of a second, or with whatever is pressed 40 ms after it', () => {
  const { page, got } = startDesk()
  page.press(pressOf('7'))
  page.pass(40)
  expect(got.keys).toEqual([])
  page.pass(60)
  expect(got.keys).toEqual(['7'])
  page.press(pressOf('8'))
  page.pass(41)
  page.press(pressOf('9'))
  expect(got.keys).toEqual(['7', '8'])
  page.pass(41)
  page.press(keyOf('F8'))
  expect(got.keys).toEqual(['7', '8', '9', 'F8'])
  page.pass(1_000)
  expect(got.keys).toEqual(['7', '8', '9', 'F8'])
})

test.for([
  ['a calm hand', [120]],
  ['a fast hand', [60]],
  ['two fingers that roll over four keys', [60, 35, 38, 36]],
  ['two fingers on either side of 40 ms', [45, 35, 41, 40, 39, 60]],
  ['a key right before and after a roll', [70, 36, 35, 37, 35, 61]],
] as const)('%s types a PIN of 8 digits and an amount of 12 characters', ([, gapsMs]) => {
  const pin = typed('13577531', gapsMs)
  expect(pin.got.keys.join('')).toBe('13577531')
  expect(pin.scans).toEqual([])
  const amount = typed('123456789.05', gapsMs)
  expect(amount.got.amount).toBe('123456789.05')
  expect(amount.scans).toEqual([])
})

test('an amount with a point that is typed by a program without any pause is still an amount', () => {
  const { page, got, scans } = startDesk()
  send(page, '50000.01', 1)
  page.pass(1_000)
  expect(got.amount).toBe('50000.01')
  expect(scans).toEqual([])
})

test('`1 2 8 Enter` within one moment is 128, and then Enter', () => {
  const { page, got } = startDesk()
  for (const press of pressesOf('128\n')) page.press(press)
  expect(got.keys).toEqual(['1', '2', '8', 'enter'])
  page.pass(200)
  expect(got.keys).toHaveLength(4)
})

test('a digit and a function key that roll over keep their order', () => {
  const { page, got } = startDesk()
  page.press(pressOf('5'))
  page.pass(30)
  page.press(keyOf('F8'))
  page.pass(30)
  expect(got.keys).toEqual([])
  page.press(pressOf('\n'))
  expect(got.keys).toEqual(['5', 'F8', 'enter'])
})

test('a command after a pause finds every digit before it, and waits for nothing', () => {
  const { page, got } = startDesk()
  page.press(pressOf('5'))
  page.isBusy({ fromMs: 1_000, toMs: 1_090, first: 'presses' })
  page.press(pressOf('\n'), 1_041)
  page.pass(90)
  expect(got.keys).toEqual(['5', 'enter'])
})

test('F1 to F12 and Shift+F1 to Shift+F4 go by name, and never to the browser', () => {
  const { page, got } = startDesk()
  for (const name of ['F1', 'F5', 'F11', 'F12']) page.press(keyOf(name))
  page.press({ ...keyOf('F4'), shiftKey: true })
  expect(got.keys).toEqual(['F1', 'F5', 'F11', 'F12', 'Shift+F4'])
  page.press(keyOf('F13'))
  expect(got.keys).toHaveLength(5)
})

test('Alt, Ctrl and Shift make no digit of a digit, and no command of a command', () => {
  const { page, got, scans } = startDesk()
  for (const chord of [{ altKey: true }, { ctrlKey: true }]) {
    page.press({ ...pressOf('1'), ...chord })
    page.pass(50)
    page.press({ ...pressOf('\n'), ...chord })
    page.press({ ...keyOf('F5'), ...chord })
    page.press({ ...keyOf('Escape'), ...chord })
    page.pass(50)
  }
  page.press({ code: 'Digit1', key: '!', shiftKey: true })
  page.pass(50)
  page.press({ ...pressOf('\n'), shiftKey: true })
  page.pass(50)
  expect(got.keys).toEqual([])
  expect(scans).toEqual([])
})

test('digits go by their place, whatever an input method, a layout or Caps Lock makes of them', () => {
  const { page, got } = startDesk()
  const presses = [
    { code: 'Digit1', key: 'Process' },
    { code: 'Digit2', key: 'Process', isComposing: true },
    { code: 'Digit3', key: '"' },
    { code: 'Digit4', key: '４' },
    { code: 'Period', key: '。' },
    { code: 'Numpad5', key: '5' },
  ]
  for (const press of presses) {
    page.press(press)
    page.pass(60)
    page.press(keyOf('CapsLock'))
    page.pass(60)
  }
  expect(got.keys).toEqual(['1', '2', '3', '4', 'point', '5'])
})

test('an input method in a field keeps its Enter and its Escape', () => {
  const { page, got } = startDesk()
  const target = element('input')
  page.press({ code: 'Enter', key: 'Process', target })
  page.press({ code: 'Enter', key: 'Enter', isComposing: true, target })
  page.press({ code: 'Escape', key: 'Escape', isComposing: true, target })
  expect(target.blurred).toBe(false)
  page.press({ ...pressOf('\n'), target })
  expect(target.blurred).toBe(true)
  expect(got.keys).toEqual([])
})

test('the number pad without Num Lock types nothing, clears nothing and moves nothing', () => {
  const { page, got, scans } = startDesk()
  for (const [code, key] of [
    ['Numpad1', 'End'],
    ['Numpad8', 'ArrowUp'],
    ['Numpad5', 'Clear'],
    ['NumpadDecimal', 'Delete'],
    ['Numpad0', 'Insert'],
  ] as const) {
    page.press({ code, key })
    page.pass(80)
  }
  expect(got.keys).toEqual([])
  page.press({ code: 'NumpadEnter', key: 'Enter' })
  expect(got.keys).toEqual(['enter'])
  expect(scans).toEqual([])
})

test('a letter or a dead key beside the digits changes nothing', () => {
  const { page, got, scans } = startDesk()
  for (const press of [pressOf('1'), pressOf('q'), pressOf('2')]) {
    page.press(press)
    page.pass(5)
  }
  page.pass(80)
  page.press({ code: 'Backquote', key: 'Dead' })
  page.pass(80)
  page.press(pressOf('8'))
  page.pass(100)
  expect(got.keys).toEqual(['1', '2', '8'])
  expect(scans).toEqual([])
})

test('a key that is held down is one press, and only deleting goes on', () => {
  const { page, got, scans } = startDesk()
  const hold = (name: string, press = keyOf(name)) => {
    page.press(press)
    page.pass(500)
    for (let turn = 0; turn < 20; turn += 1) {
      page.press({ ...press, repeat: true })
      page.pass(30)
    }
  }
  hold('5', pressOf('5'))
  hold('F8')
  hold('Enter')
  hold('Escape')
  expect(got.keys).toEqual(['5', 'F8', 'enter', 'escape'])
  hold('Backspace')
  expect(got.keys.filter((key) => key === 'backspace')).toHaveLength(21)
  expect(scans).toEqual([])
})

test('the key of a dialog reaches the dialog alone, until it is closed', () => {
  const { page, reader, got } = startDesk()
  const asked: Key[] = []
  const leave = reader.use(
    { key: (key) => asked.push(key), paste: () => undefined, scanned: () => undefined },
    'dialog',
  )
  page.press(keyOf('Escape'))
  expect(asked).toEqual([{ kind: 'escape' }])
  leave()
  page.press(keyOf('F8'))
  expect(got.keys).toEqual(['F8'])
})

test('a button that has the focus gets its Enter, and the till does not act on it as well', () => {
  const { page, got } = startDesk()
  const taken: string[] = []
  const target = element('button', (key) => key === 'Enter' && taken.push(key) > 0)
  page.press({ ...pressOf('\n'), target })
  page.press({ ...pressOf('4'), target })
  page.pass(60)
  page.press({ ...keyOf('F8'), target })
  expect(taken).toEqual(['Enter'])
  expect(got.keys).toEqual(['4', 'F8'])
})

test('an Enter or a Tab that rolls over from a digit is a person’s, and the digit is there before it', () => {
  const { page, got } = startDesk()
  const seen: string[] = []
  const target = element(
    'button',
    (key) => /^(?:Enter|Tab)$/u.test(key) && seen.push(...got.keys, key) > 0,
  )
  for (const end of ['\n', '\t']) {
    page.press({ ...pressOf('4'), target })
    page.pass(35)
    page.press({ ...pressOf(end), target })
    page.pass(200)
  }
  expect(seen).toEqual(['4', 'Enter', '4', '4', 'Tab'])
  expect(got.keys).toEqual(['4', '4'])
})

test('a field reads its own keys; a menu too', () => {
  const { page, got, scans } = startDesk()
  const field = element('input')
  const menu = element('[role=menu]')
  for (const target of [field, menu]) {
    for (const press of [pressOf('1'), pressOf('a'), keyOf('ArrowDown')]) {
      page.press({ ...press, target })
      page.pass(30)
    }
    page.pass(100)
  }
  expect(page.passed).toEqual(['1', 'a', 'ArrowDown', '1', 'a', 'ArrowDown'])
  page.press({ ...keyOf('F8'), target: field })
  expect(got.keys).toEqual(['F8'])
  page.press({ ...keyOf('Escape'), target: field })
  expect(field.blurred).toBe(true)
  expect(got.keys).toEqual(['F8'])
  expect(scans).toEqual([])
})

test('a digit that is pressed right before the finger leaves a button is there in time', () => {
  const { page, got } = startDesk()
  page.press(pressOf('8'))
  page.pass(20)
  page.happen('pointerup')
  expect(got.keys).toEqual(['8'])
  page.pass(100)
  // Two that rolled over, and a finger of the other hand.
  page.press(pressOf('0'))
  page.pass(35)
  page.press(pressOf('5'))
  page.pass(41)
  page.happen('pointerup')
  expect(got.keys).toEqual(['8', '0', '5'])
  page.pass(1_000)
  // A program that types and clicks.
  send(page, '128', 3)
  page.pass(30)
  page.happen('pointerup')
  expect(got.keys).toEqual(['8', '0', '5', '1', '2', '8'])
  page.pass(1_000)
  expect(got.keys).toHaveLength(6)
})

test('a digit that is pressed right before the window loses the keyboard lands', () => {
  const { page, got, scans } = startDesk()
  page.press(pressOf('8'))
  page.happen('blur')
  page.pass(100)
  expect(got.keys).toEqual(['8'])
  expect(scans).toEqual([])
})

test('what is pasted comes after the digit before it', () => {
  const { page, got } = startDesk()
  page.press(pressOf('8'))
  page.pass(20)
  page.happen('paste', { clipboardData: { getData: () => got.keys.join('') } })
  expect(got.pasted).toEqual(['8'])
})

test('what is pasted goes to the till, except into a field', () => {
  const { page, got } = startDesk()
  const clipboardData = { getData: () => '128' }
  page.happen('paste', { clipboardData })
  page.happen('paste', { clipboardData, target: element('input') })
  page.happen('paste', { clipboardData: null })
  expect(got.pasted).toEqual(['128', ''])
})

test('a finger or a mouse takes no focus along to a button', () => {
  const { page } = startDesk()
  const kept: unknown[] = []
  for (const target of [element('button'), element('input'), null]) {
    page.happen('mousedown', { target, preventDefault: () => kept.push(target) })
  }
  expect(kept).toHaveLength(1)
})

test('a reader that is stopped leaves no listener, no timer and no digit behind', () => {
  const { page, reader, got } = startDesk()
  page.press(pressOf('8'))
  expect(page.timers()).toBe(1)
  reader.stop()
  expect(page.timers()).toBe(0)
  expect(page.listeners()).toBe(0)
  page.pass(100)
  expect(got.keys).toEqual([])
})
