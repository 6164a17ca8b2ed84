import { failuresEn, scannedEn } from './failures/en.ts'
import { paperEn } from './paper/en.ts'
import { screensEn } from './screens/en.ts'

export const en = {
  ...screensEn,
  failures: failuresEn,
  scanned: scannedEn,
  paper: paperEn,
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
    /** Before the till starts, where both hosts are to be had. */
    usesElectron: 'The till opens as a desktop app, in Electron {version}.',
    usesBrowser: 'The till opens in the browser: {why}.',
    whyAsked: 'as was asked',
    whyNoDisplay: 'a desktop app needs a display, and there is none',
    whySkipped: 'ELECTRON_SKIP_BINARY_DOWNLOAD is set, and Electron is not here',
    whyNotFetched: 'Electron cannot be fetched ({reason})',
    whyNotFetchedBefore:
      'Electron could not be fetched at {time} on {date} ({reason}); it is tried again after a day, or at once with: npx install-electron',
    whyDoesNotRun: 'Electron does not run on this computer ({reason})',
    fetchingElectron: 'Fetching Electron {version}. Ctrl+C ends it.',
    fetchedElectron: 'Fetching Electron: {megabytes} MB',
    noAnswer: 'no answer for {seconds} s',
    takesTooLong: 'not finished after {minutes} min',
    appArguments: 'What may be given: --profile FOLDER, --smoke (with --profile), verify PATH',
    appNotBuilt: 'The till cannot be shown: its screens are missing ({reason}). Install it again.',
    appCrashed:
      'Whatever was stored is safe, but the till made a mistake and had to end. Start it again. Reference: {reference}',
    screenKeepsFailing:
      'Whatever was stored is safe, but the till’s screen failed again and again, so the till ends. Start it again; if it happens again, call support.',
    noSecretStore:
      'This computer has no secret store: the till’s keys are in a file that only this user may read.',
    closed: 'The till is closed. Nothing is lost.',
    usedAddress: 'This address does not open the till',
    freshAddress:
      'Each address works once. Press Enter in the window where the till was started, and open the fresh address that it shows.',
  },
  /** The command line, for whoever looks after the till. */
  cli: {
    usage:
      'Use: till verify PATH [--out FILE]\n  PATH: a database file, or the folder of a profile\n  FILE: where to write what is said',
    verified: 'The journal is whole: {rows} rows, head {head}',
    brokenRow:
      'The journal is broken at row {epoch}/{seq} ({why}); {rows} rows before it are whole.',
    brokenFile:
      'The journal is whole: {rows} rows, head {head}. But the file around it is damaged: {why}',
    notWritten: 'This could not be written to {path}: {reason}',
    notReadable: '{path} cannot be read as the database of a till: {reason}',
  },
} as const
