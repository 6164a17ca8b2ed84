import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { isSimulatedLine } from '../../src-main/host/simulatedLine.ts'

test('training opens no line to what may be a real terminal: no port, no link to one, no other computer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'harbour-till-line-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'ttyUSB0')
  writeFileSync(file, '')
  const link = join(folder, 'by-id')
  symlinkSync(file, link)
  for (const path of [
    '/dev/ttyS0',
    '/dev/ttyUSB0',
    '/dev/null',
    'COM3',
    file,
    link,
    'tcp:192.168.0.20:8000',
    'tcp:localhost:8000',
    'tcp:127.0.0.1',
    'tcp:127.0.0.1.example.com:80',
    '',
  ]) {
    expect(isSimulatedLine(path), path).toBe(false)
  }
  expect(isSimulatedLine('tcp:127.0.0.1:8000')).toBe(true)
})
