/** A terminal's profile while it is being edited: text as it was typed, read as a whole when it is saved. */
import {
  skillsOf,
  terminalIds,
  terminalProfileSchema,
  type TerminalId,
  type TerminalProfile,
  type TerminalProtocol,
} from '../../../src-shared/contract/devices.ts'

/** What is a number, and how many thousandths of what is typed it is kept in. */
export const numberFields = {
  takenWithinMs: 'seconds',
  tries: 'times',
  betweenTriesMs: 'seconds',
  answerWithinMs: 'seconds',
  gapMs: 'ms',
  clockToleranceMs: 'seconds',
} as const satisfies Partial<Record<keyof TerminalProfile, 'seconds' | 'ms' | 'times'>>
export type NumberField = keyof typeof numberFields
export const numberFieldNames = Object.keys(numberFields) as NumberField[]

export type Draft = Omit<TerminalProfile, NumberField | 'unclearCodes'> &
  Readonly<Record<NumberField | 'unclearCodes', string>>

/** What may be wrong with what was typed, by its field. */
export type DraftField = 'name' | 'path' | 'unclearCodes' | 'password' | NumberField

export type Change = Partial<Draft> | ((now: Draft) => Draft)

/** What every part of the editor shows and changes. */
export type EditorPart = {
  readonly draft: Draft
  readonly change: (change: Change) => void
  /** What cannot be saved as it is; empty until somebody has tried. */
  readonly wrong: ReadonlySet<DraftField>
  /** Done with a field. */
  readonly leave: () => void
}

export const draftOf = (profile: TerminalProfile): Draft => ({
  ...profile,
  unclearCodes: profile.unclearCodes.join(' '),
  takenWithinMs: writeNumber('takenWithinMs', profile.takenWithinMs),
  tries: writeNumber('tries', profile.tries),
  betweenTriesMs: writeNumber('betweenTriesMs', profile.betweenTriesMs),
  answerWithinMs: writeNumber('answerWithinMs', profile.answerWithinMs),
  gapMs: writeNumber('gapMs', profile.gapMs),
  clockToleranceMs: writeNumber('clockToleranceMs', profile.clockToleranceMs),
})

/** @returns null: every place is taken */
export const freeId = (taken: readonly TerminalId[]): TerminalId | null =>
  terminalIds.find((id) => !taken.includes(id)) ?? null

/** A new one, as most are; its name and its port are still to be given. */
export function newDraft(id: TerminalId): Draft {
  const protocol = 'hypercom'
  const skills = [...skillsOf[protocol]]
  const profile = terminalProfileSchema.parse({ id, name: '-', path: '-', protocol, skills })
  return { ...draftOf(profile), name: '', path: '' }
}

/** What was set for one protocol says nothing of another: what is of protocols begins anew. */
export function withProtocol(draft: Draft, protocol: TerminalProtocol): Draft {
  if (draft.protocol === protocol) return draft
  const { voidCode, saysMore, unclearCodes, password } = newDraft(draft.id)
  const skills = [...skillsOf[protocol]]
  return { ...draft, protocol, skills, voidCode, saysMore, unclearCodes, password }
}

export type DraftRead =
  | { readonly ok: true; readonly profile: TerminalProfile }
  | { readonly ok: false; readonly wrong: ReadonlySet<DraftField> }

/** By the contract's own schema: what passes here is not refused there for its form. */
export function readDraft(draft: Draft): DraftRead {
  const codes = draft.unclearCodes.toUpperCase().split(/[\s,、，]+/u)
  const numbers = numberFieldNames.map((field) => [field, readNumber(field, draft[field])] as const)
  const read = terminalProfileSchema.safeParse({
    ...draft,
    ...Object.fromEntries(numbers),
    unclearCodes: codes.filter((code) => code !== ''),
  })
  if (read.success) return { ok: true, profile: read.data }
  return { ok: false, wrong: new Set(read.error.issues.map(({ path }) => path[0] as DraftField)) }
}

/** What a number field takes, as it is typed there. */
export function rangeOf(field: NumberField): { readonly from: string; readonly to: string } {
  const { minValue, maxValue } = terminalProfileSchema.shape[field].unwrap()
  return { from: writeNumber(field, minValue ?? 0), to: writeNumber(field, maxValue ?? 0) }
}

/** `2500` ms is `2.5` seconds: by digits, so that nothing is rounded. */
function writeNumber(field: NumberField, value: number): string {
  if (numberFields[field] !== 'seconds') return String(value)
  const digits = String(value).padStart(4, '0')
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`.replace(/\.?0+$/u, '')
}

/** @returns NaN, which no schema takes, for what is no such number */
function readNumber(field: NumberField, typed: string): number {
  const text = typed.normalize('NFKC').trim()
  const [, whole, part = ''] = /^(\d{1,7})(?:\.(\d{1,3}))?$/u.exec(text) ?? []
  if (whole === undefined) return Number.NaN
  if (numberFields[field] === 'seconds') return Number(whole + part.padEnd(3, '0'))
  return part === '' ? Number(whole) : Number.NaN
}
