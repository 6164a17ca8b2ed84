/** `--smoke`: 0 only when the till's own page was told that the counter works. */
import { afterEach, expect, test, vi } from 'vitest'
import { done } from '../../src-shared/result.ts'
import { callOf, fakeTill } from '../harness/fakeTill.ts'
import { customerPage, eventually, openTestShell, startTestShell } from '../harness/testShell.ts'
import { startTestTill } from '../harness/testTill.ts'

const askForCounter = () => callOf({ topic: 'counter' })

afterEach(() => {
  vi.useRealTimers()
})

test('a till that works: 0, after an orderly end', async () => {
  const till = await startTestTill()
  const shell = await openTestShell({ smoke: true, server: till.server() })
  expect(await shell.call(askForCounter())).toMatchObject({ answer: { ok: true } })
  await eventually(() => expect(shell.recorded.app.exits).toEqual([0]))
  expect(shell.closed()).toBe(true)
})

test('a till that cannot start: 1', async () => {
  const server = fakeTill()
  const failure = { code: 'anotherTill', facts: {} }
  const value = { state: 'blocked', version: '1', language: null, theme: 'system', failure }
  server.answer = (request) => {
    const { callId } = request as { callId: string }
    return Promise.resolve({ type: 'reply', callId, answer: done({ revision: 1, value }) })
  }
  const shell = await openTestShell({ smoke: true, server })
  await shell.call(askForCounter())
  await eventually(() => expect(shell.recorded.app.exits).toEqual([1]))
})

test('a page that never asks: 1 after a minute, and no box that waits for somebody', async () => {
  vi.useFakeTimers()
  const shell = startTestShell({ smoke: true })
  shell.recorded.app.ready()
  await eventually(() => shell.recorded.window())
  await vi.advanceTimersByTimeAsync(60_000)
  await eventually(() => expect(shell.recorded.app.exits).toEqual([1]))
  expect(shell.recorded.boxes).toEqual([])
})

test('the customer’s page, another topic or an echo does not count', async () => {
  const till = await startTestTill()
  const shell = await openTestShell({ smoke: true, server: till.server() })
  shell.recorded.window().webContents.opens(customerPage)
  const customer = shell.recorded.window(customerPage)
  const { mainFrame } = customer.webContents
  await shell.call(askForCounter(), { senderFrame: mainFrame }, customer)
  await shell.call(callOf({ topic: 'sale' }))
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(shell.recorded.app.exits).toEqual([])
})

test('a second instance tells that it could not see: 1', () => {
  expect(startTestShell({ smoke: true, first: false }).recorded.app.exits).toEqual([1])
})
