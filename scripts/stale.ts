/** Builds what is stale: a part whose sources are not the ones that `dist` was made from. */
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { InlineConfig } from 'vite'

export type Part = 'renderer' | 'main' | 'preload'

const root = dirname(import.meta.dirname)
const dist = join(root, 'dist')

/** Everything that decides what the bundle is. Versions of packages stand in the lock file. */
const sources: Readonly<Record<Part, readonly string[]>> = {
  renderer: ['src-renderer', 'src-shared', 'vite.renderer.config.ts', 'package-lock.json'],
  main: ['src-main', 'src-shared', 'vite.main.config.ts', 'package.json', 'package-lock.json'],
  preload: ['src-preload', 'src-shared', 'vite.preload.config.ts', 'package-lock.json'],
}

const configs = {
  renderer: () => import('../vite.renderer.config.ts'),
  main: () => import('../vite.main.config.ts'),
  preload: () => import('../vite.preload.config.ts'),
} satisfies Record<Part, () => Promise<{ default: InlineConfig }>>

/**
 * Builds each of these parts whose sources have changed since it was built.
 * @param logLevel of Vite; `silent` where standard output belongs to the program that follows
 * @throws Vite's error, with the place in the source
 */
export async function buildStale(
  parts: readonly Part[],
  logLevel: 'info' | 'silent' = 'info',
): Promise<void> {
  for (const part of parts) {
    const digest = digestOf(part)
    if (existsSync(join(dist, part)) && stampOf(part) === digest) continue
    // Loaded only here: Vite takes longer to load than a till to start.
    const { build } = await import('vite')
    const config: InlineConfig = (await configs[part]()).default
    // Vite heeds what a shell or a test runner has set here, and would ship React's slow half.
    const { NODE_ENV } = process.env
    process.env['NODE_ENV'] = 'production'
    // Built beside and then moved, so that a build that was cut off leaves no half a program.
    const fresh = join(dist, `.new-${part}-${process.pid}`)
    try {
      await build({ ...config, logLevel, build: { ...config.build, outDir: fresh } })
      rmSync(stampFile(part), { force: true })
      rmSync(join(dist, part), { recursive: true, force: true })
      renameSync(fresh, join(dist, part))
      writeFileSync(stampFile(part), digest)
    } finally {
      if (NODE_ENV === undefined) delete process.env['NODE_ENV']
      else process.env['NODE_ENV'] = NODE_ENV
      rmSync(fresh, { recursive: true, force: true })
    }
  }
}

const stampFile = (part: Part): string => join(dist, `.stamp-${part}`)

function stampOf(part: Part): string {
  mkdirSync(dist, { recursive: true })
  return existsSync(stampFile(part)) ? readFileSync(stampFile(part), 'utf8') : ''
}

/** By content, because a checkout and a copy of it give files new times. */
function digestOf(part: Part): string {
  const digest = createHash('sha256')
  for (const path of sources[part].flatMap(filesAt).toSorted()) {
    const content = readFileSync(join(root, path))
    digest.update(`${path}\0${content.length}\0`).update(content)
  }
  return digest.digest('hex')
}

function filesAt(path: string): readonly string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path]
  return readdirSync(join(root, path)).flatMap((name) => filesAt(join(path, name)))
}
