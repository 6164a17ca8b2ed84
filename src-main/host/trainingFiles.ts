/** The files that training writes beside the settings, and how it begins anew. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { terminalProtocols, type TerminalProtocol } from '../../src-shared/contract/devices.ts'
import { databaseNames } from './profile.ts'

/** What the simulated aggregators remember, with the customers and banks behind them. */
export const trainingPartiesNames = {
  main: 'training-parties.sqlite',
  backup: 'training-backup.sqlite',
} as const

/** What the simulated card terminals remember: their batches, and whatever they ever booked. */
export const trainingTerminalName = (protocol: TerminalProtocol): string =>
  `training-terminal-${protocol}.sqlite`

/** What the simulated Octopus reader and the cards at it remember. */
export const trainingOctopusName = 'training-octopus.sqlite'

/**
 * Deletes what was recorded in training; settings and keys stay. The files must be closed: a
 * journal of changes that was left behind would be read into the next database.
 */
export function deleteTraining(profileDir: string): void {
  const names = [
    databaseNames.training,
    ...Object.values(trainingPartiesNames),
    ...terminalProtocols.map(trainingTerminalName),
    trainingOctopusName,
  ]
  for (const name of names) {
    for (const ending of ['-wal', '-shm', '-journal', '']) {
      rmSync(join(profileDir, name + ending), { force: true })
    }
  }
}
