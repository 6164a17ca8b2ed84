import { failuresEn } from './failures/en.ts'
import { screensEn } from './screens/en.ts'

export const en = {
  ...screensEn,
  failures: failuresEn,
  /** What the program says where it has no window: console and command line. */
  host: {
    open: 'The till is at {address}',
    worksOnce: 'This address works once. Press Enter here for a fresh one.',
    windowOpened: 'The till has opened in a window of its own. Press Enter here for an address.',
    windowNotOpened: 'The browser did not start. Open the address yourself:',
    cannotStart: 'The till cannot start.',
    portNotFree:
      'Port {port} of this computer cannot be used ({reason}). Close the program that uses it, or start with another --port.',
    notBuilt: 'The screens are not built ({reason}). Run: npm run build',
    argumentUnknown: 'Not understood: {argument}',
    arguments: 'What may be given: --profile FOLDER, --port NUMBER, --no-open, --browser',
    nodeTooOld:
      'This is Node {found}. Harbour Till needs Node {needed} or newer: install it from nodejs.org, then start again.',
    closed: 'The till is closed. Nothing is lost.',
    usedAddress: 'This address does not open the till',
    freshAddress:
      'Each address works once. Press Enter in the window where the till was started, and open the fresh address that it shows.',
  },
  /** The command line, for whoever looks after the till. */
  cli: {
    usage: 'Use: till verify PATH\n  PATH: a database file, or the folder of a profile',
    verified: 'The journal is whole: {rows} rows, head {head}',
    brokenRow:
      'The journal is broken at row {epoch}/{seq} ({why}); {rows} rows before it are whole.',
    brokenFile:
      'The journal is whole: {rows} rows, head {head}. But the file around it is damaged: {why}',
    notReadable: '{path} cannot be read as the database of a till: {reason}',
  },
} as const
