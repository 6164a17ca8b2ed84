/** `npm start`: builds what is stale, says where the till opens, and runs it with the flags given. */
import { dirname, join } from 'node:path'
import { languageOfSystem } from '../src-main/host/systemLanguage.ts'
import { fill, textsIn } from '../src-shared/texts/index.ts'
import { chooseHost } from './chooseHost.ts'
import { runBuilt } from './runBuilt.ts'
import { runElectron } from './runElectron.ts'
import { sayHost } from './sayHost.ts'
import { buildStale } from './stale.ts'

const modules = join(dirname(import.meta.dirname), 'node_modules')
const cache = join(modules, '.cache/harbour-till')
const args = process.argv.slice(2)
const language = languageOfSystem(process.env)
const texts = textsIn(language).host

const choice = await chooseHost({
  args,
  env: process.env,
  platform: process.platform,
  packageDir: join(modules, 'electron'),
  workDir: join(cache, `electron-${process.pid}`),
  memory: join(cache, 'electron-not-fetched.json'),
  now: Date.now,
  onFetch: (version) => console.log(fill(texts.fetchingElectron, { version })),
  onProgress({ bytes }) {
    // Only where each one takes the place of the one before.
    if (!process.stdout.isTTY) return
    const megabytes = Math.round(bytes / 1_000_000)
    process.stdout.write(`\r${fill(texts.fetchedElectron, { megabytes })} `)
  },
})
const where = sayHost(language, choice)
if (choice.host === 'electron') {
  await buildStale(['renderer', 'preload', 'main'])
  console.log(where)
  process.exitCode = await runElectron(choice.program, args)
} else {
  await buildStale(['renderer', 'main'])
  console.log(where)
  await runBuilt('serve.js')
}
