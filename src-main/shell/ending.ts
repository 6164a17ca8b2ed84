/**
 * The end of the app, whoever asks for it: the engine first, so that the journal is closed in
 * order, then Electron. Nothing is lost by a limit: everything that counts is on the disk.
 */
import type { Log } from '../engine/parts.ts'
import type { ShellElectron } from './electron.ts'

/**
 * An upload or a hash may be under way. Linux and macOS wait for the app when they shut down
 * (`shutdown` is prevented), Linux about this long: 5 s is the default of logind's
 * `InhibitDelayMaxSec`. On Windows `session-end` cannot wait: the journal may then be left as a
 * power cut leaves it, which loses nothing either.
 */
const closeWithinMs = 5_000

export type Ending = {
  /** What is to be closed first: the engine. Before it is there, the app ends at once. */
  closeFirst(close: () => Promise<void>): void
  /** Ends in order. Asked again, it goes on ending. @param exitCode 0: all was well */
  end(exitCode?: number): void
}

export function createEnding(app: ShellElectron['app'], log: Log): Ending {
  let close: () => Promise<void> = () => Promise.resolve()
  let ending = false

  const end = (exitCode = 0): void => {
    if (ending) return
    ending = true
    void closed(close, log).then(() => app.exit(exitCode))
  }

  // Quit from a menu, the dock, a signal or `app.quit()`: all of them come by here.
  app.on('before-quit', (event) => {
    event.preventDefault()
    end()
  })
  app.on('window-all-closed', () => end())
  return {
    closeFirst(first) {
      close = first
    },
    end,
  }
}

async function closed(close: () => Promise<void>, log: Log): Promise<void> {
  let limit: NodeJS.Timeout | undefined
  const tooLong = new Promise<'tooLong'>((resolve) => {
    limit = setTimeout(resolve, closeWithinMs, 'tooLong')
  })
  try {
    const how = await Promise.race([close(), tooLong])
    if (how === 'tooLong') log('error', 'host.notClosedInTime')
    else log('info', 'host.closed')
  } catch (error) {
    log('error', 'host.closeFailed', { error: String(error) })
  } finally {
    clearTimeout(limit)
  }
}
