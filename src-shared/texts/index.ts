/**
 * One catalogue of everything a person reads: screens, receipts, reports, command line.
 * English gives the shape; the two Chinese ones must have every key.
 */
import type { Language } from '../contract/counter.ts'
import { en } from './en.ts'
import { zhHans } from './zh-Hans.ts'
import { zhHant } from './zh-Hant.ts'

type Shape<T> = { readonly [K in keyof T]: T[K] extends string ? string : Shape<T[K]> }
export type Texts = Shape<typeof en>
/** The part that screens show, without failures and console. */
export type Screens = Omit<Texts, 'host' | 'cli' | 'failures' | 'scanned' | 'paper'>

const catalogue: Readonly<Record<Language, Texts>> = { en, 'zh-Hant': zhHant, 'zh-Hans': zhHans }

export const textsIn = (language: Language): Texts => catalogue[language]

/** Puts facts into the `{places}` of a text. A place without a fact is a bug and stays visible. */
export const fill = (text: string, facts: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{(\w+)\}/gu, (place, name: string) =>
    Object.hasOwn(facts, name) ? String(facts[name]) : place,
  )
