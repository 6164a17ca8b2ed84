/** The ballast: really on the disk, and gone when it is needed. */
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDisk } from '../../src-main/host/disk.ts'
import { tempFolder } from '../harness/tempFolder.ts'

const ballastBytes = 67_108_864
const plenty = (): number => 10_000_000_000

test('the ballast takes up its room, and giving it up frees it', async () => {
  const dir = tempFolder()
  const disk = openDisk(dir, plenty)
  expect(disk.giveUpBallast()).toBe(false)
  expect(await disk.makeBallast()).toBe('made')
  const { size, blocks, mode } = statSync(join(dir, 'ballast'))
  expect(size).toBe(ballastBytes)
  expect(blocks * 512).toBeGreaterThanOrEqual(ballastBytes)
  expect(mode & 0o777).toBe(0o600)
  expect(await disk.makeBallast()).toBe('there')
  expect(disk.giveUpBallast()).toBe(true)
  expect(existsSync(join(dir, 'ballast'))).toBe(false)
  expect(disk.giveUpBallast()).toBe(false)
})

test('no ballast is made where less than 512 MiB are free', async () => {
  const dir = tempFolder()
  expect(await openDisk(dir, () => 512 * 1_048_576 - 1).makeBallast()).toBe('noRoom')
  expect(readdirSync(dir)).toEqual([])
})

test('the till goes on working while the ballast is made, and a till that closes leaves no part of it', async () => {
  const dir = tempFolder()
  const ending = new AbortController()
  let turns = 0
  const ticking = setInterval(() => {
    turns += 1
    if (turns === 3) ending.abort()
  }, 1)
  expect(await openDisk(dir, plenty).makeBallast(ending.signal)).toBe('ended')
  clearInterval(ticking)
  expect(readdirSync(dir)).toEqual([])
})

test('a ballast that was cut off half-way does not count, and is made again', async () => {
  const dir = tempFolder()
  writeFileSync(join(dir, 'ballast.new'), 'half')
  const disk = openDisk(dir, plenty)
  expect(disk.giveUpBallast()).toBe(false)
  expect(await disk.makeBallast()).toBe('made')
  expect(readdirSync(dir)).toEqual(['ballast'])
})

test('a folder that is gone: no ballast, no exception', async () => {
  expect(await openDisk(join(tempFolder(), 'gone'), plenty).makeBallast()).toBe('failed')
})

test('free bytes are those of the disk; a disk that does not answer counts as full', () => {
  expect(openDisk(tempFolder()).freeBytes()).toBeGreaterThan(0)
  expect(openDisk(join(tempFolder(), 'gone')).freeBytes()).toBe(0)
})
