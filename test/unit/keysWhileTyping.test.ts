/**
 * A person types while codes are scanned, at a page that is busy now and then: any order, any
 * pace that hands and scanners have. Neither gets anything of the other.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  pressesOf,
  pressOf,
  send,
  startDesk,
  type Busy,
  type KeysTestPage,
} from '../harness/keysPage.ts'

type Part = { readonly pauseMs: number } & (
  | { readonly kind: 'hand'; readonly digits: string; readonly gapsMs: readonly number[] }
  | {
      readonly kind: 'scan'
      readonly code: string
      readonly paceMs: number
      readonly suffix: '' | '\n' | '\t'
      readonly suffixMs: number
    }
)

const between = (min: number, max: number) => fc.integer({ min, max })

/** One key, or two fingers that roll over two to four; then a pause as hands make them. */
const rollMs = fc
  .tuple(fc.array(between(35, 45), { maxLength: 3 }), between(60, 120))
  .map(([roll, pauseMs]) => [...roll, pauseMs])
const hand = fc.record({
  kind: fc.constant('hand' as const),
  // Longer than a scanner's hold: what is closer is one burst.
  pauseMs: between(41, 250),
  digits: fc.stringMatching(/^\d{1,12}$/u),
  gapsMs: fc.array(rollMs, { minLength: 1, maxLength: 12 }).map((rolls) => rolls.flat()),
})

const code = fc.oneof(
  fc.stringMatching(/^\d{6,40}$/u),
  fc.stringMatching(/^[A-Z]\d{3,9}$/u),
  fc.stringMatching(/^[A-Za-z\d .:/+-]{13,80}$/u),
)
const scan = fc.record({
  kind: fc.constant('scan' as const),
  pauseMs: between(41, 250),
  code,
  paceMs: fc.constantFrom(1, 30),
  suffix: fc.constantFrom('', '\n', '\t'),
  suffixMs: between(0, 150),
})

const busy = fc
  .array(
    fc.record({
      afterMs: between(0, 400),
      lastsMs: between(5, 600),
      first: fc.constantFrom('presses', 'timers'),
    }),
    { maxLength: 12 },
  )
  .map((spans) => {
    let nowMs = 1_000
    return spans.map(({ afterMs, lastsMs, first }): Busy => {
      const fromMs = nowMs + afterMs
      nowMs = fromMs + lastsMs
      return { fromMs, toMs: nowMs, first }
    })
  })

/** @returns when the last of it was sent */
function sendScan(page: KeysTestPage, part: Extract<Part, { kind: 'scan' }>, fromMs: number) {
  const endMs = send(page, part.code, part.paceMs, fromMs)
  if (part.suffix === '') return { endMs, suffixMs: endMs }
  const suffixMs = endMs + part.suffixMs
  page.press(pressOf(part.suffix), suffixMs)
  // A suffix at the scanner's own pace is part of the burst; people may be quicker than a late one.
  return { endMs: part.suffixMs <= 40 ? suffixMs : endMs, suffixMs }
}

function sendHand(page: KeysTestPage, part: Extract<Part, { kind: 'hand' }>, fromMs: number) {
  let atMs = fromMs
  for (const [place, digit] of Array.from(part.digits).entries()) {
    if (place > 0) atMs += part.gapsMs[(place - 1) % part.gapsMs.length] ?? 0
    page.press(pressOf(digit), atMs)
  }
  return atMs
}

test('the amount gets exactly the person’s digits, and each scan is given whole and once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(hand, scan), { minLength: 1, maxLength: 8 }),
      busy,
      (parts: readonly Part[], spans) => {
        const { page, got, scans } = startDesk()
        page.isBusy(...spans)
        let handMs = page.nowMs
        let scannerMs = page.nowMs
        for (const part of parts) {
          const quietMs = handMs + part.pauseMs
          if (part.kind === 'hand') {
            handMs = sendHand(page, part, quietMs)
          } else {
            const sent = sendScan(page, part, Math.max(quietMs, scannerMs + part.pauseMs))
            handMs = sent.endMs
            scannerMs = sent.suffixMs
          }
        }
        // A person's Enter, after all.
        page.press(pressOf('\n'), Math.max(handMs, scannerMs) + 151)
        page.pass(100_000)
        const digits = parts.flatMap((part) =>
          part.kind === 'hand' ? Array.from(part.digits) : [],
        )
        const codes = parts.flatMap((part) => (part.kind === 'scan' ? [part.code] : []))
        expect(got.keys).toEqual([...digits, 'enter'])
        expect(scans).toEqual(codes)
        expect(page.timers()).toBe(0)
      },
    ),
    { numRuns: 300 },
  )
})

test('whatever is pressed, and whenever: nothing is kept for ever, and no scan is given twice', () => {
  const anything = fc.record({
    afterMs: fc.oneof(between(0, 3), between(25, 50), between(50, 400)),
    press: fc.oneof(
      fc.constantFrom(...pressesOf('0123456789.aZ/ \n\t')),
      fc.constantFrom(
        { code: 'F8', key: 'F8' },
        { code: 'Escape', key: 'Escape' },
        { code: 'Backspace', key: 'Backspace' },
        { code: 'ShiftLeft', key: 'Shift' },
        { code: 'Digit1', key: 'Process' },
        { code: 'Numpad1', key: 'End' },
        { code: 'Digit2', key: '2', repeat: true },
        { code: 'KeyJ', key: 'j', ctrlKey: true },
        { code: '', key: 'Unidentified' },
      ),
    ),
  })
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 60 }), (presses) => {
      const { page, got, scans } = startDesk()
      for (const { afterMs, press } of presses) {
        page.pass(afterMs)
        page.press(press)
      }
      page.pass(1_000)
      expect(page.timers()).toBe(0)
      const sent = presses.filter(({ press }) => /^(?:Digit|Period)/u.test(press.code)).length
      const landed = got.keys.filter((key) => /^(?:\d|point)$/u.test(key)).length
      expect(landed).toBeLessThanOrEqual(sent)
      // Each scan took four characters or more with it.
      expect(landed + 4 * scans.length).toBeLessThanOrEqual(presses.length)
      // And the next hand finds everything as ever.
      got.keys.length = 0
      for (const character of '128') {
        page.press(pressOf(character))
        page.pass(60)
      }
      page.press(pressOf('\n'))
      expect(got.keys).toEqual(['1', '2', '8', 'enter'])
    }),
    { numRuns: 1_000 },
  )
})
