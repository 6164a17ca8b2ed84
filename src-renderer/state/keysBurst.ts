/**
 * Tells a scanner from a hand. Presses that follow each other within `holdMs` are one burst; it is
 * kept back until it ends, and is then a scan as a whole or a hand's keys one by one. What belongs
 * together is decided by the times of the events alone, never by when the page came to them.
 *
 * Two things cannot be told apart. A code of up to five digits is like a hand's: no till may be
 * set up to scan such. And a digit that a person presses in the middle of a scan is like the
 * scanner's. It goes with the scan, never into an amount; whoever reads the code then refuses it.
 */
import type { Key, Stroke } from './keysStroke.ts'

/** A scanner sends its characters faster than this, one after the other. */
const holdMs = 40
/** A scanner's Enter or Tab may take this long. */
const suffixMs = 150
/**
 * So long after a press the next one is waited for, as a busy machine brings it late. Its own time
 * then tells whose it is, and anything else that is pressed ends the waiting.
 */
const wait = { afterOneMs: 80, afterMoreMs: 150 } as const
/** A character in less than this: a whole code takes no longer than a finger. */
const quickMs = 8
/** No code that a till reads is longer. */
const mostCharacters = 512

/**
 * So many in one burst are a scan. Two fingers roll over four keys, and stop. A point makes an
 * amount of it, which codes do not look like; a letter, which nobody types here, makes a code.
 */
const scanFrom = { digits: 6, withLetter: 4, whatever: 13, keys: 32 } as const

export type Burst = {
  readonly firstMs: number
  readonly lastMs: number
  readonly characters: number
  readonly points: number
  readonly withLetter: boolean
  /** null if any of it could not be read */
  readonly text: string | null
  /** What a hand's burst gives its user: not yet given. */
  readonly held: readonly Key[]
  /** It is known what this is, and was said: the rest of it goes nowhere. */
  readonly told: boolean
  /** A field has got some of it, so that nobody else does. */
  readonly inField: boolean
  /** When the last scan before this burst ended. */
  readonly scanBeforeMs: number
}

type Act =
  | { readonly kind: 'key'; readonly key: Key }
  /** @see KeyUser.scanned */
  | { readonly kind: 'scanned'; readonly text: string | null }

export type Reading = { readonly burst: Burst; readonly acts: readonly Act[] }

/** Before the first press. */
export const noBurst: Burst = startAt(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY)

/** @returns `swallow`: whether the press is for nobody else, nor for the browser */
export function readStroke(before: Burst, stroke: Stroke): Reading & { readonly swallow: boolean } {
  const goesOn = follows(before, stroke.atMs)
  // What ended long ago is given out first, however late the timer for it is.
  const { burst, acts } = goesOn ? { burst: before, acts: [] } : readSilence(before)
  switch (stroke.kind) {
    case 'modifier':
      return { burst: goesOn ? { ...burst, lastMs: stroke.atMs } : burst, acts, swallow: false }
    case 'command': {
      if (stroke.text !== '' && stroke.place !== 'field' && endsScan(burst, stroke.atMs)) {
        const ended = goesOn ? addCommand(burst, stroke) : burst
        return { burst: ended, acts, swallow: true }
      }
      if (!goesOn) return { burst, acts, swallow: false }
      if (stroke.text !== '' && looksTyped(burst)) {
        const typed = readSilence(burst)
        return { burst: addCommand(typed.burst, stroke), acts: typed.acts, swallow: false }
      }
      return { burst: addCommand(burst, stroke), acts, swallow: isTaken(burst, stroke.place) }
    }
    case 'character': {
      const next = addCharacter(goesOn ? burst : startAt(stroke.atMs, scanEnd(burst)), stroke)
      const swallow = goesOn && isTaken(next, stroke.place)
      if (next.told || (next.text?.length ?? 0) <= mostCharacters) {
        return { burst: next, acts, swallow }
      }
      // Too long for any code: refused here, and the rest of it is only counted.
      const refused = cutOff(next)
      return { burst: refused.burst, acts: [...acts, ...refused.acts], swallow }
    }
  }
}

/** The burst has ended, or seems to have: a press that proves to belong to it is still its own. */
export function readSilence(burst: Burst): Reading {
  if (!isWaiting(burst)) return { burst, acts: [] }
  if (!isScan(burst)) {
    return { burst: { ...burst, held: [] }, acts: burst.held.map((key) => ({ kind: 'key', key })) }
  }
  const text = burst.text?.replace(/[\n\t]+$/u, '') ?? null
  const acts: readonly Act[] = burst.inField ? [] : [{ kind: 'scanned', text }]
  return { burst: { ...burst, held: [], told: true }, acts }
}

/**
 * Something else happens that needs what was typed before: a button is pressed, a text pasted. A
 * digit right before it is a hand's; several may be a scanner's, which goes on. One that is at it
 * so quickly would be through by now: then a program typed them for a person, as remote help does.
 */
export function readOther(burst: Burst, atMs: number): Reading {
  const quick = burst.lastMs - burst.firstMs <= quickMs * (burst.characters - 1)
  return follows(burst, atMs) && (isScan(burst) || !quick)
    ? { burst, acts: [] }
    : readSilence(burst)
}

/** The rest goes to another window. A single digit was a hand's; of more, the rest is missing. */
export const readBlur = (burst: Burst, atMs: number): Reading =>
  burst.characters > 1 && follows(burst, atMs) && isWaiting(burst)
    ? cutOff(burst)
    : readSilence(burst)

/** The same key again, because it is held down: the scanner's own press of it may be among them. */
export const readRepeat = (burst: Burst, stroke: Stroke): Burst =>
  stroke.kind === 'character' && follows(burst, stroke.atMs) ? { ...burst, text: null } : burst

/** @returns how long to wait for more before `readSilence`; null if there is nothing to wait for */
export function waitMs(burst: Burst): number | null {
  if (!isWaiting(burst)) return null
  return burst.characters > 1 ? wait.afterMoreMs : wait.afterOneMs
}

const isWaiting = (burst: Burst): boolean => !burst.told && (burst.held.length > 0 || isScan(burst))

function startAt(atMs: number, scanBeforeMs: number): Burst {
  return {
    firstMs: atMs,
    lastMs: atMs,
    characters: 0,
    points: 0,
    withLetter: false,
    text: '',
    held: [],
    told: false,
    inField: false,
    scanBeforeMs,
  }
}

const follows = (burst: Burst, atMs: number): boolean => Math.abs(atMs - burst.lastMs) <= holdMs

function isScan({ told, characters, points, withLetter, held }: Burst): boolean {
  if (told || characters >= scanFrom.whatever || held.length >= scanFrom.keys) return true
  if (withLetter) return characters >= scanFrom.withLetter
  return points !== 1 && characters >= scanFrom.digits
}

/** A few digits, and no more than that. An Enter after them needs them now. */
const looksTyped = (burst: Burst): boolean => !isScan(burst) && !burst.withLetter

const scanEnd = (burst: Burst): number => (isScan(burst) ? burst.lastMs : burst.scanBeforeMs)

/**
 * Whether an Enter or Tab is a scanner's. A scanner that stutters leaves a rest, and the Enter
 * after that is its Enter too.
 */
const endsScan = (burst: Burst, atMs: number): boolean =>
  atMs - scanEnd(burst) <= suffixMs ||
  (follows(burst, atMs) && burst.firstMs - burst.scanBeforeMs <= suffixMs)

/** Whether a press that goes on with the burst is kept from the page. */
const isTaken = (burst: Burst, place: Stroke['place']): boolean =>
  place === 'page' || place === 'button' || (place === 'menu' && isScan(burst))

function addCharacter(burst: Burst, stroke: Extract<Stroke, { kind: 'character' }>): Burst {
  const { key, text } = stroke
  return {
    ...burst,
    lastMs: stroke.atMs,
    characters: burst.characters + 1,
    points: burst.points + (key?.kind === 'point' ? 1 : 0),
    withLetter: burst.withLetter || key === null,
    text: join(burst, text),
    held: hold(burst, stroke),
    inField: burst.inField || stroke.place === 'field',
  }
}

const addCommand = (burst: Burst, stroke: Extract<Stroke, { kind: 'command' }>): Burst => ({
  ...burst,
  lastMs: stroke.atMs,
  // One more than fits: an Enter after the longest code is no part of it.
  text: (burst.text?.length ?? 0) > mostCharacters ? burst.text : join(burst, stroke.text),
  held: hold(burst, stroke),
})

const join = ({ text, told }: Burst, more: string | null): string | null =>
  text === null || more === null || told ? null : text + more

function hold(burst: Burst, { place, key }: Exclude<Stroke, { kind: 'modifier' }>) {
  // An Enter that gets here comes right after letters, and no hand's does.
  if (key === null || key.kind === 'enter') return burst.held
  const elsewhere = place === 'menu' || place === 'field'
  const full = burst.characters >= scanFrom.whatever || burst.held.length >= scanFrom.keys
  return elsewhere || burst.told || full ? burst.held : [...burst.held, key]
}

const cutOff = (burst: Burst): Reading => ({
  burst: { ...burst, text: null, held: [], told: true },
  acts: burst.inField ? [] : [{ kind: 'scanned', text: null }],
})
