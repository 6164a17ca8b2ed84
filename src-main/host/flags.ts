/** What may stand after the command that starts the till. */
import { parseArgs } from 'node:util'

/** In a browser. */
export type Flags = {
  /** The folder after `--profile`. */
  readonly profile: string | null
  /** 0: any port that is free. */
  readonly port: number
  /** Whether to open a window, where that is possible. */
  readonly open: boolean
}

/** As a desktop app. */
export type AppFlags = {
  readonly profile: string | null
  /** Start, show the till, and end: 0 says that it works. */
  readonly smoke: boolean
}

export type FlagsRead<T = Flags> =
  | { readonly ok: true; readonly flags: T }
  /** The first argument that was not understood, as it was given. */
  | { readonly ok: false; readonly argument: string }

type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>
type Values = Readonly<Record<string, string | boolean | undefined>>

const options = {
  profile: { type: 'string' },
  port: { type: 'string' },
  'no-open': { type: 'boolean' },
  /** Asks for the browser, where there is a desktop app as well. */
  browser: { type: 'boolean' },
} as const satisfies Options

const appOptions = {
  profile: { type: 'string' },
  smoke: { type: 'boolean' },
} as const satisfies Options

export function readFlags(args: readonly string[]): FlagsRead {
  const read = readOptions(args, options)
  if (!read.ok) return read
  const { profile, port = '0', 'no-open': noOpen } = read.flags
  if (typeof port !== 'string' || !/^\d{1,5}$/u.test(port) || Number(port) > 65_535) {
    return { ok: false, argument: `--port ${String(port)}` }
  }
  return {
    ok: true,
    flags: { profile: folderOf(profile), port: Number(port), open: noOpen !== true },
  }
}

export function readAppFlags(args: readonly string[]): FlagsRead<AppFlags> {
  const read = readOptions(args, appOptions)
  if (!read.ok) return read
  const { profile, smoke = false } = read.flags
  // A look at whether it works must leave no trace in a till that is in use.
  if (smoke === true && profile === undefined) return { ok: false, argument: '--smoke' }
  return { ok: true, flags: { profile: folderOf(profile), smoke: smoke === true } }
}

/**
 * Whether these ask for the browser, or for something that only it has.
 * @internal
 */
export const asksForBrowser = (args: readonly string[]): boolean =>
  args.some((argument) => /^--(?:browser|no-open|port)(?:=|$)/u.test(argument))

const folderOf = (profile: string | boolean | undefined): string | null =>
  typeof profile === 'string' ? profile : null

function readOptions(args: readonly string[], known: Options): FlagsRead<Values> {
  // Not strict: `parseArgs` would refuse in English only.
  const { values, tokens } = parseArgs({
    args: [...args],
    options: known,
    strict: false,
    tokens: true,
  })
  for (const token of tokens) {
    if (token.kind === 'positional') return { ok: false, argument: token.value }
    if (token.kind !== 'option') continue
    const option = Object.entries(known).find(([name]) => name === token.name)?.[1]
    // `--profile --no-open`: the value was forgotten, and the next flag is none.
    const forgotten = token.inlineValue === false && token.value.startsWith('-')
    const hasValue = token.value !== undefined && token.value !== '' && !forgotten
    if (!option || hasValue !== (option.type === 'string')) {
      return { ok: false, argument: args[token.index] ?? token.rawName }
    }
  }
  return { ok: true, flags: values }
}
