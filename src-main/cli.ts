/** The command line: read-only, before any window or lock. */
import { fill, textsIn } from '../src-shared/texts/index.ts'
import { languageOfSystem } from './host/systemLanguage.ts'
import { neededNode, nodeIsNewEnough } from './host/nodeVersion.ts'

const texts = textsIn(languageOfSystem(process.env))
const found = process.versions.node
const [verb, path, ...more] = process.argv.slice(2)

if (!nodeIsNewEnough(found)) {
  console.error(fill(texts.host.nodeTooOld, { found, needed: neededNode }))
  process.exitCode = 1
} else if (verb !== 'verify' || path === undefined || more.length > 0) {
  console.error(texts.cli.usage)
  process.exitCode = 2
} else {
  // Loaded only now: on an old Node the database library would end the process without a word.
  const { verifyFile } = await import('./host/verifyFile.ts')
  const { ok, text, facts } = verifyFile(path)
  console[ok ? 'log' : 'error'](fill(texts.cli[text], facts))
  process.exitCode = ok ? 0 : 1
}
