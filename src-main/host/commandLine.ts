/** The verbs of the command line: read-only, before any window or lock, the same in both programs. */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { fill, type Texts } from '../../src-shared/texts/index.ts'
import { systemReason } from './wholeFile.ts'

export type Said = { readonly exitCode: 0 | 1 | 2; readonly text: string }

/** Whether these are for the command line, and not for a till. */
export const hasVerb = (args: readonly string[]): boolean => args[0] === 'verify'

/**
 * @param args `verify PATH`, with `--out FILE` where the console does not show what is said: a
 *   program with windows has none on Windows
 */
export async function runCommandLine(args: readonly string[], texts: Texts['cli']): Promise<Said> {
  const read = readArguments(args)
  if (!read) return { exitCode: 2, text: texts.usage }
  // Loaded only now: on an old Node the database library would end the process without a word.
  const { verifyFile } = await import('./verifyFile.ts')
  const { ok, text, facts } = verifyFile(read.path)
  const said: Said = { exitCode: ok ? 0 : 1, text: fill(texts[text], facts) }
  if (read.out === undefined) return said
  try {
    writeFileSync(read.out, `${said.text}\n`, { mode: 0o600 })
    return said
  } catch (error) {
    const lost = fill(texts.notWritten, { path: read.out, reason: systemReason(error) })
    return { exitCode: 1, text: `${said.text}\n${lost}` }
  }
}

function readArguments(
  args: readonly string[],
): { readonly path: string; readonly out: string | undefined } | null {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      options: { out: { type: 'string' } },
      allowPositionals: true,
    })
    const [verb, path, ...more] = positionals
    if (verb !== 'verify' || path === undefined || more.length > 0) return null
    return { path, out: values.out }
  } catch {
    return null
  }
}
