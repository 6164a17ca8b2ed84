/** How a call and an event are described. The lists are in the rooms beside this file. */
import '../zod-setup.ts'
import { z } from 'zod'
import type { Permission } from '../permissions.ts'

/** Which windows there are. The host sets it for each connection; a page cannot choose. */
export const windows = ['till', 'manager', 'customer'] as const
export type Window = (typeof windows)[number]

export type CallDefinition = {
  /** `ask` changes nothing. `change` is done once per `callId`, and its answer is kept. */
  readonly does: 'ask' | 'change'
  readonly windows: readonly Window[]
  /** `anyone`: before sign-in too. `signedIn`: whoever is signed in. Else the permission needed. */
  readonly who: 'anyone' | 'signedIn' | Permission
  readonly input: z.ZodType
  readonly output: z.ZodType
}

export const defineCalls = <const T extends Readonly<Record<string, CallDefinition>>>(
  calls: T,
): T => calls

export type EventDefinition = {
  readonly windows: readonly Window[]
  /** `anyone`: shown before sign-in too. `signedIn`: null until somebody has signed in. */
  readonly who: 'anyone' | 'signedIn'
  readonly value: z.ZodType
}

export const defineEvents = <const T extends Readonly<Record<string, EventDefinition>>>(
  events: T,
): T => events

/** The longest text in characters that a person may type or paste into a field. */
export const textLimit = 140

/** Letters that show nothing, or turn the text around them: an escape of a printer, a disguise. */
const unseen = /[\p{Cf}\p{Zl}\p{Zp}]/gu
const control = /\p{Cc}+/gu

/** What a person may type freely: of at most `textLimit` characters, with nothing hidden in it. */
export const typedText = z
  .string()
  .max(textLimit)
  .transform((text) => text.replaceAll(unseen, '').replaceAll(control, ' ').trim())
