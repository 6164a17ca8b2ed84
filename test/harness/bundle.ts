/** Bundles an entry of the tests as the shipped program is, beside it and never into it. */
import { join } from 'node:path'
import { build } from 'vite'
import mainConfig from '../../vite.main.config.ts'

const root = join(import.meta.dirname, '../..')

/**
 * @param folder of `.cache`
 * @param entry from the root of the checkout, without `.ts`
 * @returns the path of the built program
 */
export async function bundle(folder: string, entry: string): Promise<string> {
  const outDir = join(root, '.cache', folder)
  await build({
    ...mainConfig,
    logLevel: 'error',
    build: {
      ...mainConfig.build,
      outDir,
      rolldownOptions: {
        ...mainConfig.build.rolldownOptions,
        input: { program: join(root, `${entry}.ts`) },
      },
    },
  })
  return join(outDir, 'program.js')
}
