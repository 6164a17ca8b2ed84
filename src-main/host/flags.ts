/** What may stand after the command that starts the till. */
import { parseArgs } from 'node:util'

export type Flags = {
  /** The folder after `--profile`. */
  readonly profile: string | null
  /** 0: any port that is free. */
  readonly port: number
  /** Whether to open a window, where that is possible. */
  readonly open: boolean
}

export type FlagsRead =
  | { readonly ok: true; readonly flags: Flags }
  /** The first argument that was not understood, as it was given. */
  | { readonly ok: false; readonly argument: string }

const options = {
  profile: { type: 'string' },
  port: { type: 'string' },
  'no-open': { type: 'boolean' },
  /** Asks for the browser host, which is the only one so far. */
  browser: { type: 'boolean' },
} as const

export function readFlags(args: readonly string[]): FlagsRead {
  // Not strict: `parseArgs` would refuse in English only.
  const { values, tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind === 'positional') return { ok: false, argument: token.value }
    if (token.kind !== 'option') continue
    const option = Object.entries(options).find(([name]) => name === token.name)?.[1]
    // `--profile --no-open`: the value was forgotten, and the next flag is none.
    const forgotten = token.inlineValue === false && token.value.startsWith('-')
    const hasValue = token.value !== undefined && token.value !== '' && !forgotten
    if (!option || hasValue !== (option.type === 'string')) {
      return { ok: false, argument: args[token.index] ?? token.rawName }
    }
  }
  const { profile, port = '0' } = values
  if (typeof port !== 'string' || !/^\d{1,5}$/u.test(port) || Number(port) > 65_535) {
    return { ok: false, argument: `--port ${port}` }
  }
  return {
    ok: true,
    flags: {
      profile: typeof profile === 'string' ? profile : null,
      port: Number(port),
      open: values['no-open'] !== true,
    },
  }
}
