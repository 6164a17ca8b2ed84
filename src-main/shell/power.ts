/** The computer's sleep and its end. */
import type { Log } from '../engine/parts.ts'
import type { ContractServer } from '../engine/server.ts'
import type { ShellElectron } from './electron.ts'

export function followPower(
  { powerMonitor, powerSaveBlocker }: Pick<ShellElectron, 'powerMonitor' | 'powerSaveBlocker'>,
  server: Pick<ContractServer, 'woke'>,
  log: Log,
  end: () => void,
): void {
  // A till is looked at without being touched, by the cashier and by the customer.
  powerSaveBlocker.start('prevent-display-sleep')
  powerMonitor.on('suspend', () => log('info', 'power.suspend'))
  powerMonitor.on('resume', () => {
    log('info', 'power.resume')
    server.woke()
  })
  powerMonitor.on('shutdown', (event) => {
    // Then Linux and macOS wait for the app. Windows has no such event.
    event.preventDefault()
    log('info', 'power.shutdown')
    end()
  })
}
