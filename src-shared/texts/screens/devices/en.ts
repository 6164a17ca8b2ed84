/** The payment devices of this counter: their lines, their batches, and how each is set up. */
import type {
  terminalTestResults,
  TerminalProtocol,
  TerminalSkill,
  TerminalView,
} from '../../../contract/devices.ts'
import { terminalEditorEn } from './editor/en.ts'
import { octopusDeviceEn } from './octopus/en.ts'

type Verb = NonNullable<TerminalView['doing']>['verb']
type TestResult = (typeof terminalTestResults)[number]

export const devicesEn = {
  title: 'Payment devices',
  keys: '↑ ↓ choose a device · Enter what may be done · Esc back to the till',
  /** The same in the top bar, for whoever does not see its icon. */
  trouble: 'Payment devices: somebody is needed',
  loading: 'Reading the state of the devices…',
  none: 'No card terminal is set up',
  noneAdmin:
    'Cards cannot be taken through this till yet. Plug the terminal in or join it to the shop’s network, switch on its connection to a cash register (ECR), then press “Add terminal”.',
  noneOthers:
    'Cards cannot be taken through this till yet. An administrator can set up a terminal here.',
  add: 'Add terminal',
  full: 'This counter has {count} terminals, which is the most.',
  detailsOf: 'Details of {name}',
  detailsHere:
    'The end of day of a device, its connections and what went over its line are shown here.',
  builtIn:
    'It belongs to the training: it cannot be changed or removed. A terminal that is set up takes its place.',
  at: '{path} · {speed} baud',
  protocols: {
    hypercom: 'Hypercom, base set',
    nets: 'Hypercom with NETS header',
    hkText: 'Hong Kong text protocol (PAX)',
    zvt: 'ZVT',
  } satisfies Record<TerminalProtocol, string>,
  skills: {
    void: 'Void',
    refund: 'Refund',
    abort: 'Stop a payment',
    last: 'Tell of a lost answer',
    totals: 'Tell its totals',
    settle: 'Settle',
  } satisfies Record<TerminalSkill, string>,
  states: { blocked: 'Outcome unknown', away: 'No line', busy: 'Busy', there: 'Connected' },
  thereSince: 'Connected since {time}.',
  awaySince: 'No card can be taken on it: no line since {time}. {reason}',
  nextTry: 'It is tried again in {left}.',
  tryingNow: 'It is being tried now.',
  /** What a line says of itself, in words; its own stay beside them. */
  reasons: {
    missing: 'This port is not there. Check the cable and the power.',
    taken: 'Another program uses this port. Close that program.',
    forbidden: 'This computer does not let the till use this port. Call support.',
    unreached: 'Nothing answers at this address. Check the network, the address and the power.',
    gone: 'The line broke off. Check the cable and the power.',
  },
  said: '{words} ({reason})',
  doing: {
    sale: 'A payment',
    void: 'A void',
    refund: 'A refund',
    last: 'Asking what became of a payment',
    settle: 'Settlement',
    totals: 'Asking for its totals',
    lineTest: 'Line test',
  } satisfies Record<Verb, string>,
  now: 'Now: {what}, for {age}.',
  nothingNow: 'Nothing is under way on it.',
  says: 'It shows: “{text}”',
  blocked:
    'Nobody knows yet whether {amount} was paid on it. Do not charge again. It takes no new payment until that is settled.',
  toTray: 'Go to this payment',
  test: 'Test line',
  tests: {
    ready: 'It answered, and is ready.',
    busy: 'It answered that it is busy. Look at its screen.',
    silent:
      'It did not answer. Check that it is on, that nothing is under way on it, and that its connection to a cash register (ECR) is switched on.',
    notOpen: 'There is no line to it. Check the cable and the power.',
  } satisfies Record<TestResult, string>,
  lastTest: 'Line test at {time}: {result}',
  neverTested: 'The line has not been tested since the till started.',
  settle: 'Settle',
  settleTitle: 'Settle {name}?',
  settleMeans:
    'The terminal closes its batch and hands it to the bank. What is in the batch can then be refunded, but not voided any more.',
  settleOpen: 'By this till the batch holds {count} payments, {amount} in all.',
  settleKeep: 'Not now',
  settleConfirm: 'Settle',
  /** For whoever consents. */
  settleWhat: 'Settle {name}',
  settling: 'It is settling its batch now. This may take some minutes.',
  settledOnTerminal: 'Its batch is closed on the terminal itself, from its own menu.',
  edit: 'Edit',
  remove: 'Remove',
  removeTitle: 'Remove {name}?',
  removeMeans:
    'This till no longer takes cards on it. What was paid on it stays in the history and in the journal.',
  removeOpen: '{count} payments on it, {amount} in all, are not settled yet. Settle first.',
  removeKeep: 'Keep the terminal',
  removeConfirm: 'Remove the terminal',
  endOfDay: 'End of day',
  open: 'Since the last settlement, by this till',
  openNone: 'By this till nothing waits to be settled.',
  scheme: 'Card',
  schemeUntold: 'Not told',
  count: 'Payments',
  amount: 'Amount',
  all: 'In all',
  last: 'Last settlement',
  lastNone: 'It has not been settled through this till yet.',
  lastOf: 'For {date}, done at {time}',
  by: 'Totals of',
  terminalSays: 'Terminal',
  ours: 'This till',
  difference: 'Difference',
  agrees: 'The terminal and this till agree.',
  differs:
    'The terminal and this till do not agree. Compare the terminal’s slip with the history, payment by payment.',
  untold: 'The terminal does not tell',
  untoldMeans: 'Compare the totals on its slip with those of this till.',
  /** What came of the last try to settle, where that was nothing. */
  failed: {
    notSent: 'Not settled: there was no line to it. Try again once it is connected.',
    busy: 'Not settled: it was busy. Finish or cancel what it shows, then try again.',
    notTaken: 'Not settled: it did not take the request. Look at its screen, then try again.',
    noAnswer:
      'Nobody knows yet whether it is settled: no answer came. Look for its settlement slip before you try again.',
    'not stored':
      'It has closed its batch, but this till could not store that. Keep its slip and call support.',
  },
  failedSaid: 'Not settled. The terminal says: “{reason}”',
  connections: 'Connections',
  connectionsNone: 'The line has neither come nor gone since the till started.',
  time: 'Time',
  line: 'Line',
  came: 'Connected',
  went: 'Lost',
  reason: 'Reason',
  trace: 'What went over the line',
  traceMasked: 'Of a card number at most the first six and the last four digits are shown.',
  traceNone: 'Nothing since the till started.',
  way: 'Way',
  out: 'To terminal',
  in: 'From terminal',
  editor: terminalEditorEn,
  octopus: octopusDeviceEn,
} as const
