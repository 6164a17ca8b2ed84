/** The Octopus reader of this counter: its line, its exchange files and lists, its set-up, and a look at a card. */
import type {
  Balance,
  exchangeUploads,
  readerCalls,
  readerTestResults,
} from '../../../../contract/octopus.ts'

type NoCard = Exclude<Balance['found'], 'card'>

export const octopusDeviceEn = {
  kind: 'Octopus reader',
  add: 'Add Octopus reader',
  none: 'No Octopus reader is set up',
  noneAdmin:
    'Octopus cannot be taken through this till yet. Plug in the reader’s controller, or start the bridge program on this computer, then press “Add Octopus reader”.',
  noneOthers:
    'Octopus cannot be taken through this till yet. An administrator can set up a reader here.',
  liveNeeds:
    'Taking real Octopus payments needs Octopus Cards Limited’s agreement, its library and its approval tests; this counter speaks only its own reader link (resources/octopus-link.md) to a bridge or controller that the merchant provides.',
  builtIn:
    'It belongs to the training: it cannot be changed or removed. A reader that is set up takes its place.',
  states: {
    blocked: 'Outcome unknown',
    away: 'No line',
    stopped: 'File overdue',
    due: 'File due',
    busy: 'Busy',
    there: 'Connected',
  },
  awaySince: 'No Octopus can be taken: no line since {time}. {reason}',
  nothingNow: 'Nothing is under way on it.',
  doing: {
    init: 'Opening it',
    timeVer: 'Asking who it is',
    poll: 'Waiting for a card',
    deduct: 'A payment',
    outcome: 'Asking what became of a payment',
    addValue: 'Adding value',
    display: 'Showing something to the customer',
    exchangeFile: 'Exchange file',
    housekeeping: 'Loading lists',
    close: 'Closing it',
  } satisfies Record<(typeof readerCalls)[number], string>,
  test: 'Test',
  tests: {
    ready: 'It answered, and is ready.',
    busy: 'It answered that it is busy. Wait until it has done, then test again.',
    silent:
      'It did not answer. Check that the controller is on or the bridge program runs, and that the reader is connected to it.',
    notOpen: 'There is no line to it. Check the cable and the power, or start the bridge program.',
    otherVersion:
      'It speaks another version of the reader link. The bridge or controller has to be updated.',
    otherEnvironment:
      'It is not of the same kind as this till: one of the two is for training, the other takes real money. It is not used.',
  } satisfies Record<(typeof readerTestResults)[number], string>,
  lastTest: 'Test at {time}: {result}',
  neverTested: 'It has not been tested since the till started.',

  exchange: 'Exchange files',
  exchangeNow: 'Exchange file now',
  /** For whoever consents. */
  exchangeWhat: 'Exchange file of {name}',
  exchanging:
    'It is writing its exchange file now, then loads its lists. This may take two minutes.',
  exchangeLine: 'Last exchange file: {time}, {age} ago.',
  exchangeNone: 'No exchange file was written through this till yet.',
  exchangeFailed: 'The last try brought no exchange file. {reason}',
  /** What came of the last try, where that was nothing: of a file or of lists. */
  failed: {
    noLine: 'There was no line to it. Try again once it is connected.',
    unplugged:
      'The line broke off in the middle. Try again once it is connected: nothing is written or counted twice.',
    silent: 'No answer came. Try again: nothing is written or counted twice.',
    unreadable: 'Its answer could not be read. Try again: nothing is written or counted twice.',
    tooManyWaiting: 'Too much was asked of it at once. Try again.',
    cannot: 'It does not do this by itself. Do it in the bridge program or at the controller.',
    notStored:
      'This till could not store what came of it. Try again; if it stays so, call support.',
  },
  failedSaid: 'The reader says: “{reason}”',
  nothingOpen: 'By this till nothing waits for an exchange file.',
  open: 'In no file yet, by this till: {count} payments, {amount} in all.',
  dueLater:
    'The next one is wanted by {warn}. From {stop} on no Octopus payment is taken without it.',
  dueNow:
    'An exchange file has been wanted since {warn}: a supervisor presses “Exchange file now”. From {stop} on no Octopus payment is taken without it.',
  stopped:
    'No new Octopus payment is taken: an exchange file has been missing since {warn}. A supervisor presses “Exchange file now”.',
  written: 'Written',
  writtenAgo: '{time}, {age} ago',
  number: 'Number',
  fileName: 'File',
  upload: 'Upload',
  uploads: {
    byHand: 'By hand: somebody has to take the file from the bridge or controller and hand it in.',
    done: 'Uploaded, and taken.',
    waiting: 'Not yet: it waits for the line of the bridge or controller.',
  } satisfies Record<(typeof exchangeUploads)[number], string>,
  lastFile: 'In the last file',
  by: 'Sums of',
  theirs: 'Reader',
  agrees: 'The reader’s file and this till agree.',
  differs:
    'They differ by {count} payments and {amount} (reader less till). Compare with the history, and upload again tomorrow; if it stays so, call Octopus Cards Limited.',

  lists: 'Lists',
  loadLists: 'Load lists',
  listsWhat: 'Load the lists of {name}',
  loadingLists: 'It is loading its lists now. This may take a minute.',
  listsNone: 'No lists were loaded through this till yet.',
  listsFailed: 'The last try loaded no lists. {reason}',
  listsLoaded: 'Loaded',
  listsHas: 'The reader has',

  facts: 'The reader',
  factsNone: 'It has not said who it is since the till started. “Test” asks it.',
  deviceNumber: 'Device no.',
  shopNumber: 'Shop no.',
  firmware: 'Firmware',
  library: 'Library',
  clock: 'Clock',
  clockRight: 'The same as this till’s',
  clockAhead: '{age} ahead of this till',
  clockBehind: '{age} behind this till',

  traceMasked: 'Of an Octopus number at most the last four digits are shown.',
  out: 'To reader',
  in: 'From reader',

  edit: 'Change',
  setUp: 'Set up',
  remove: 'Remove',
  removeTitle: 'Remove {name}?',
  removeMeans:
    'This till no longer takes Octopus on it. What was paid on it stays in the history and in the journal.',
  removeOpen:
    '{count} payments on it, {amount} in all, are in no exchange file yet. Exchange a file first.',
  removeKeep: 'Keep the reader',
  removeConfirm: 'Remove the reader',

  editor: {
    add: 'Add an Octopus reader',
    edit: 'Change {name}',
    save: 'Save',
    reader: 'Reader',
    nameHint: 'Octopus at the front',
    pathMeans:
      'A port of this computer for a controller (always at 115200 baud), or tcp:127.0.0.1:PORT for a bridge program on this computer.',
    pathHint: 'COM4, or tcp:127.0.0.1:7070',
    module: 'Balance module',
    moduleMeans:
      'Optional. It only reads what is on a card, and takes no payments: a PN532 on a serial line, for a look at a card while the reader is away or not set up.',
    modulePath: 'Path of its port',
    modulePathMeans: 'A port of this computer. Empty: there is no module.',
    modulePathHint: 'COM5',
    modulePathWrong: 'Choose another port than the reader’s.',
    moduleRemove: 'Remove module',
  },

  module: 'Balance module',
  modulePlace: 'Port',
  moduleState: 'State',
  moduleThere: 'Connected',
  moduleAway: 'Not there. Check its cable.',

  balance: {
    open: 'Balance check',
    title: 'What is left on an Octopus?',
    hold: 'Hold the card to the reader, and keep it there.',
    upTo: 'It is waited for up to {seconds} s.',
    remaining: 'Remaining value',
    hidden: 'This card does not want its value shown.',
    older:
      'On a card issued before October 2017, or on a Sold Octopus: {value}. The module cannot tell which it is.',
    byReader: 'Octopus ending in {lastFour}, read by the reader.',
    byModule: 'Read by the balance module.',
    untold: 'Read by the reader.',
    found: {
      noCard: 'No card came. Hold it flat on the reader, then look again.',
      otherCard:
        'This card is no Octopus, or there is more than one. Hold the Octopus there alone.',
      unreadable: 'The card could not be read. Hold it flat and still, then look again.',
      notThere:
        'There is nothing to read it with: neither reader nor balance module is connected. Check cable and power.',
      busy: 'The reader is at something else. Look again when it has done.',
    } satisfies Record<NoCard, string>,
    nothingTaken: 'This is only a look: nothing was taken and nothing is paid.',
    again: 'Again',
    close: 'Close',
    keys: 'Enter again · Esc close',
  },
} as const
