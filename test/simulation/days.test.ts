import { expect, test } from 'vitest'
import { runDay } from './day.ts'
import { replayCommand, runDays, type DayReport } from './manyDays.ts'

/** Of the four minutes that days have, some are for the build and for the last day. */
const budgetSeconds = 210
/** More than fit: that many were run by `npm run simulate`, which runs more. */
const mostDays = 2_000

test('a day of the same seed is the same day, row by row', async () => {
  const once = await runDay(1, 30)
  const again = await runDay(1, 30)
  expect(again).toEqual(once)
  expect((await runDay(2, 30)).headHash).not.toBe(once.headHash)
})

test('whatever goes wrong on a day, its money is taken once, recorded and uploaded, and every payment ends', async () => {
  const reports: DayReport[] = []
  await runDays(1, { days: mostDays, seconds: budgetSeconds }, (report) => reports.push(report))
  const failed = reports.flatMap((report) =>
    report.ok ? [] : [`${replayCommand(report.seed)}\n${report.problem}`],
  )
  expect(failed.join('\n\n')).toBe('')
  expect(reports.length).toBeGreaterThan(3)
})
