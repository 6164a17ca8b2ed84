/** What a simulated Octopus reader and its customer may do with the next deduct, beside letting it go well. */

/**
 * The customer takes the card away: `goneBeforeRead`, `goneAfterRead`, `goneMidWrite` before
 * anything was taken and `goneMidWriteTaken` after it, `goneAfterWrite` when all was written and
 * the reader cannot verify it any more.
 * The reader: `readError` cannot read; `diskFull` cannot store, and does nothing; `notConnected` has
 * lost its hardware before, `badReply` after it took the value.
 * The line: `loseRequest` and `loseReply` once, `garbleReply` spoils the reply once, `noise` comes
 * before it; `silent` does nothing and says nothing, however often it is asked, `silentDone` takes
 * the value and says nothing.
 * The power: `dieBeforeWrite`, `dieAfterWrite`, `dieAfterStored`: it starts anew in the middle.
 */
export const octopusTricks = [
  'goneBeforeRead',
  'goneAfterRead',
  'goneMidWrite',
  'goneMidWriteTaken',
  'goneAfterWrite',
  'readError',
  'diskFull',
  'notConnected',
  'badReply',
  'loseRequest',
  'loseReply',
  'garbleReply',
  'noise',
  'silent',
  'silentDone',
  'dieBeforeWrite',
  'dieAfterWrite',
  'dieAfterStored',
] as const
export type OctopusTrick = (typeof octopusTricks)[number]

/** A number: the reader answers it, and does nothing. */
export type PreparedTrick = OctopusTrick | number
