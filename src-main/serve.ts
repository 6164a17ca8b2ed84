/** Browser entry: the engine, served to a browser on this machine. Puts the parts together, nothing else. */
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { fill, textsIn } from '../src-shared/texts/index.ts'
import { readFlags, type Flags } from './host/flags.ts'
import { neededNode, nodeIsNewEnough } from './host/nodeVersion.ts'
import { languageOfSystem } from './host/systemLanguage.ts'

const systemLanguage = languageOfSystem(process.env)
const texts = textsIn(systemLanguage).host
const say = (line: string): void => console.log(line)

function refuse(exitCode: number, ...lines: readonly string[]): never {
  for (const line of lines) console.error(line)
  process.exit(exitCode)
}

async function serve(flags: Flags): Promise<void> {
  // Every file that the till makes is its owner's only.
  process.umask(0o077)
  // Loaded only now: on an old Node the database library would end the process without a word.
  const [{ startBrowserHost, HostRefused }, { openTill }, { version }] = await Promise.all([
    import('./web/browserHost.ts'),
    import('./host/openTill.ts'),
    import('./host/version.ts'),
  ])
  const rendererDir = fileURLToPath(new URL('../renderer', import.meta.url))
  const starting = startBrowserHost({
    flags,
    version,
    systemLanguage,
    rendererDir,
    openTill: (options) =>
      openTill({ ...options, checker: new URL('checker.js', import.meta.url) }),
    say,
  })

  // Before the address is said: whoever reads it may end the till at once.
  let closing = false
  const close = async (): Promise<void> => {
    // Asked twice: nothing is lost by leaving at once, everything that counts is on the disk.
    if (closing) process.exit(1)
    closing = true
    await (await starting).close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void close())
  }

  const host = await starting.catch((error: unknown) => {
    if (error instanceof HostRefused) return refuse(1, error.message)
    throw error
  })
  process.on('uncaughtExceptionMonitor', ({ message, stack = message }) =>
    host.log('error', 'host.crashed', { stack }),
  )
  createInterface({ input: process.stdin }).on('line', () => host.sayAddress())
}

const found = process.versions.node
if (!nodeIsNewEnough(found)) refuse(1, fill(texts.nodeTooOld, { found, needed: neededNode }))
const read = readFlags(process.argv.slice(2))
if (read.ok) await serve(read.flags)
else refuse(2, fill(texts.argumentUnknown, { argument: read.argument }), texts.arguments)
