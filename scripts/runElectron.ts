/** Runs the built desktop app of this checkout, as the packed one will run. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'

const root = dirname(import.meta.dirname)

/** How Electron is started here. Its sandbox does not start for root, which build machines are. */
export const electronArguments = (args: readonly string[], app: string = root): string[] => [
  ...(process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  app,
  ...args,
]

/** Its environment: with this variable, which some editors set, it would be a plain Node. */
export function electronEnvironment(
  given: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = given
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

/** @returns its exit code */
export async function runElectron(program: string, args: readonly string[]): Promise<number> {
  // npm runs scripts in the folder of the package: paths are meant from where the person stood.
  const caller = process.env['INIT_CWD'] ?? ''
  const app = spawn(program, electronArguments(args), {
    cwd: process.cwd() === root && caller !== '' ? caller : process.cwd(),
    env: electronEnvironment(),
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => app.kill(signal))
  }
  const [code] = (await once(app, 'close')) as [number | null]
  return code ?? 1
}
