/** What may stand after the command, and which Node may read it. */
import { expect, test } from 'vitest'
import { asksForBrowser, readAppFlags, readFlags } from '../../src-main/host/flags.ts'
import { nodeIsNewEnough } from '../../src-main/host/nodeVersion.ts'

test('every flag is understood, in both ways of writing', () => {
  expect(readFlags([])).toEqual({ ok: true, flags: { profile: null, port: 0, open: true } })
  const flags = { profile: '/p', port: 8080, open: false }
  expect(readFlags(['--profile', '/p', '--port', '8080', '--no-open'])).toEqual({ ok: true, flags })
  expect(readFlags(['--profile=/p', '--port=8080', '--no-open', '--browser'])).toEqual({
    ok: true,
    flags,
  })
})

test.for([
  [['--profil', '/p'], '--profil'],
  [['verify'], 'verify'],
  [['--no-open', 'x'], 'x'],
  [['-p', '1'], '-p'],
  [['--profile'], '--profile'],
  [['--profile='], '--profile='],
  [['--profile', '--no-open'], '--profile'],
  [['--no-open=yes'], '--no-open=yes'],
  [['--port', 'eighty'], '--port eighty'],
  [['--port', '65536'], '--port 65536'],
  [['--port', '-1'], '--port'],
  [['--port', '1.5'], '--port 1.5'],
] as const)('%j is refused with the argument that was not understood', ([args, argument]) => {
  expect(readFlags(args)).toEqual({ ok: false, argument })
})

test('Node 22.12 and newer will do, older will not', () => {
  for (const found of ['22.12.0', '22.20.1', '23.0.0', '24.21.0', '26.0.0-nightly']) {
    expect(nodeIsNewEnough(found), found).toBe(true)
  }
  for (const found of ['20.20.2', '22.11.9', '18.0.0', '']) {
    expect(nodeIsNewEnough(found), found).toBe(false)
  }
})

test('the desktop app takes a profile, and a smoke test with one', () => {
  expect(readAppFlags([])).toEqual({ ok: true, flags: { profile: null, smoke: false } })
  expect(readAppFlags(['--smoke', '--profile', '/p'])).toEqual({
    ok: true,
    flags: { profile: '/p', smoke: true },
  })
})

test.for([
  [['--smoke'], '--smoke'],
  [['--smoke', '--profile'], '--profile'],
  [['--port', '80'], '--port'],
  [['--no-open'], '--no-open'],
  [['https://evil.example'], 'https://evil.example'],
] as const)('the desktop app refuses %j', ([args, argument]) => {
  expect(readAppFlags(args)).toEqual({ ok: false, argument })
})

test('what only the browser has asks for the browser', () => {
  for (const flag of ['--browser', '--no-open', '--port', '--port=80']) {
    expect(asksForBrowser(['--profile', '/p', flag]), flag).toBe(true)
  }
  expect(asksForBrowser(['--profile', '/p', '--portable', '--smoke'])).toBe(false)
})
