/** Runs a built program in this process, as if Node had been started with it. */
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** @param name a file of `dist/main` */
export async function runBuilt(name: 'serve.js' | 'cli.js'): Promise<void> {
  const root = dirname(import.meta.dirname)
  const program = join(root, 'dist/main', name)
  // npm runs scripts in the folder of the package: paths are meant from where the person stood.
  const caller = process.env['INIT_CWD'] ?? ''
  if (process.cwd() === root && caller !== '') process.chdir(caller)
  process.argv[1] = program
  await import(pathToFileURL(program).href)
}
