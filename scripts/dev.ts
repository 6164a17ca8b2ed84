/**
 * `npm run dev`: builds at every change, starts the till anew, and the page loads itself again.
 * Everything is in `dist/dev`, with a profile of its own in `.cache`.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { build, type InlineConfig, type Plugin } from 'vite'
import mainConfig from '../vite.main.config.ts'
import rendererConfig from '../vite.renderer.config.ts'

const root = dirname(import.meta.dirname)
const out = join(root, 'dist/dev')
const cookie = { name: 'harbour-till-dev', value: randomBytes(32).toString('base64url') }
// The port stays, so that the page finds the till again. What the person gives comes after.
const flags = ['--port', '4180', '--profile', join(root, '.cache/dev-profile')]

/** Asks which build is served, and loads the page again when it is another one. */
const reloadScript = `
let served
setInterval(async () => {
  try {
    const build = await (await fetch('/dev-build.txt', { cache: 'no-store' })).text()
    if (served !== undefined && served !== build) location.reload()
    served = build
  } catch {
    // The till is being started anew.
  }
}, 500)
`
const reload: Plugin = {
  name: 'reload',
  transformIndexHtml: () => [{ tag: 'script', attrs: { type: 'module', src: '/dev-reload.js' } }],
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'dev-reload.js', source: reloadScript })
    this.emitFile({ type: 'asset', fileName: 'dev-build.txt', source: String(Date.now()) })
  },
}

let till: ChildProcess | null = null
let opened = false

async function restart(): Promise<void> {
  if (till?.exitCode === null && till.signalCode === null) {
    till.kill('SIGTERM')
    await once(till, 'exit')
  }
  const args = [join(out, 'main/serve.js'), ...flags, ...process.argv.slice(2)]
  if (opened) args.push('--no-open')
  opened = true
  till = spawn(process.execPath, args, {
    stdio: 'inherit',
    env: {
      ...process.env,
      HARBOUR_TILL_DEV_COOKIE_NAME: cookie.name,
      HARBOUR_TILL_DEV_COOKIE: cookie.value,
    },
  })
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    till?.kill('SIGTERM')
    process.exit(0)
  })
}

// Two builds often end together: one start serves both, and starts never overlap.
let wanted: NodeJS.Timeout | undefined
let restarting = Promise.resolve()
const builds = new Set<string>()

async function watch(name: string, config: InlineConfig): Promise<void> {
  const watcher = await build({ ...config, logLevel: 'warn' })
  if (!('on' in watcher)) throw new Error('Vite does not watch')
  watcher.on('event', (event) => {
    if (event.code === 'ERROR') console.error(event.error.message)
    if (event.code !== 'END') return
    builds.add(name)
    if (builds.size < 2) return
    clearTimeout(wanted)
    wanted = setTimeout(() => {
      restarting = restarting.then(restart)
    }, 100)
  })
}

await watch('renderer', {
  ...rendererConfig,
  plugins: [rendererConfig.plugins, reload],
  build: { ...rendererConfig.build, outDir: join(out, 'renderer'), minify: false, watch: {} },
})
await watch('main', {
  ...mainConfig,
  build: {
    ...mainConfig.build,
    outDir: join(out, 'main'),
    rolldownOptions: {
      ...mainConfig.build?.rolldownOptions,
      input: {
        serve: join(root, 'scripts/devServe.ts'),
        checker: join(root, 'src-main/checker.ts'),
      },
    },
    watch: {},
  },
})
