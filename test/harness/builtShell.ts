/** The desktop app as it is built, in a folder of its own beside what is shipped. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type InlineConfig } from 'vite'
import mainConfig from '../../vite.main.config.ts'
import preloadConfig from '../../vite.preload.config.ts'

const dist = join(import.meta.dirname, '../../dist')

export type BuiltShell = {
  readonly main: string
  readonly preload: string
  remove(): void
}

/** Built anew each time: nothing that another run has left is tested. */
export async function buildShell(): Promise<BuiltShell> {
  mkdirSync(dist, { recursive: true })
  const folder = mkdtempSync(join(dist, 'test-shell-'))
  const into = async (config: InlineConfig, part: string): Promise<void> => {
    const outDir = join(folder, part)
    await build({ ...config, logLevel: 'silent', build: { ...config.build, outDir } })
  }
  await into(mainConfig, 'main')
  await into(preloadConfig, 'preload')
  // The screens themselves are looked at in a browser: here it counts that they are served.
  mkdirSync(join(folder, 'renderer'))
  for (const page of ['index', 'customer']) {
    writeFileSync(join(folder, 'renderer', `${page}.html`), `<title>${page}</title>`)
  }
  return {
    main: join(folder, 'main/main.js'),
    preload: join(folder, 'preload/preload.cjs'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
