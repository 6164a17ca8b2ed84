/** Bundles the entry above beside, never into, the shipped program. */
import { join } from 'node:path'
import { build } from 'vite'
import mainConfig from '../../vite.main.config.ts'

const root = join(import.meta.dirname, '../..')

/** @returns the path of the built program */
export async function buildDyingTill(): Promise<string> {
  const outDir = join(root, '.cache/fault')
  await build({
    ...mainConfig,
    logLevel: 'error',
    build: {
      ...mainConfig.build,
      outDir,
      rolldownOptions: {
        ...mainConfig.build.rolldownOptions,
        input: { dyingTill: join(root, 'test/fault/dyingTill.ts') },
      },
    },
  })
  return join(outDir, 'dyingTill.js')
}
