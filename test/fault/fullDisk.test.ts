/** A disk that is really full: a small file system in memory, filled to its last byte. */
import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { buildStale } from '../../scripts/stale.ts'
import { verifyFile } from '../../src-main/host/verifyFile.ts'
import { tempFolder } from '../harness/tempFolder.ts'
import { newCallId, startTillProcess } from '../harness/tillProcess.ts'

const program = join(import.meta.dirname, '../../dist/main/serve.js')

beforeAll(async () => {
  await buildStale(['main', 'renderer'], 'silent')
})

/** @returns a folder on a disk of its own, or why there is none here */
function smallDisk(): { readonly folder: string } | { readonly reason: string } {
  const folder = join(tempFolder(), 'disk')
  mkdirSync(folder)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m,mode=700', 'tmpfs', folder], {
      stdio: 'pipe',
    })
  } catch (problem) {
    return { reason: `no file system can be mounted here: ${String(problem).slice(0, 100)}` }
  }
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder])
  })
  return { folder }
}

/** Writes until nothing more goes on the disk. */
function fillUp(path: string): void {
  const file = openSync(path, 'w')
  try {
    for (const size of [65_536, 4_096, 1]) {
      const block = Buffer.alloc(size, 1)
      try {
        for (;;) writeSync(file, block)
      } catch {
        // Full for blocks of this size.
      }
    }
  } finally {
    closeSync(file)
  }
}

test('a full disk is said before money moves, loses nothing, and the same press works when there is room', async ({
  skip,
}) => {
  const disk = smallDisk()
  if ('reason' in disk) return skip(disk.reason)
  const { folder } = disk
  writeFileSync(
    join(folder, 'settings.json'),
    JSON.stringify({ 'storage.minFreeBytes': 0, 'training.fpsPaysAfterMs': null }),
    { mode: 0o600 },
  )
  const till = await startTillProcess({ program, profile: folder })
  const staff = await till.call('session.staff', {})
  const [tile] = staff.ok ? staff.value : []
  if (typeof tile?.trainingPin !== 'string') throw new Error('nobody to sign in')
  await till.call('session.signIn', { staffId: tile.staffId, pin: tile.trainingPin })
  await till.call('shift.open', { float: {} })
  const opened = await till.call('sale.open', {
    totalMinor: 4_900_000,
    reference: '',
    description: '',
  })
  if (!opened.ok) throw new Error(opened.failure.code)
  const { saleId } = opened.value

  const ballast = join(folder, 'other-data')
  fillUp(ballast)
  // What is left of the room in the log goes to rows that move no money.
  let full = false
  for (let turn = 0; turn < 500 && !full; turn += 1) {
    const aside = await till.call('sale.setAside', { saleId })
    const back = await till.call('sale.takeBack', { saleId })
    full = !aside.ok || !back.ok
  }
  if ((await till.topic('sale')) === null) {
    rmSync(ballast)
    await till.call('sale.takeBack', { saleId })
    fillUp(ballast)
  }
  const press = newCallId()
  const cash = { saleId, tenderedMinor: 10 }
  expect(await till.call('payment.takeCash', cash, press)).toMatchObject({
    failure: { code: 'diskFull' },
  })
  expect((await till.topic('sale'))?.paidMinor).toBe(0)
  const counter = await till.topic('counter')
  expect(counter.state === 'ready' && counter.alarms).toMatchObject([{ code: 'diskFull' }])

  rmSync(ballast)
  expect(await till.call('payment.takeCash', cash, press)).toMatchObject({ ok: true })
  await till.kill()
  expect(verifyFile(folder)).toMatchObject({ ok: true })

  const restarted = await startTillProcess({ program, profile: folder })
  await restarted.call('session.signIn', { staffId: tile.staffId, pin: tile.trainingPin })
  const sale = await restarted.topic('sale')
  expect(sale?.payments).toHaveLength(1)
  expect(sale?.paidMinor).toBe(10)
  await restarted.stop()
})
