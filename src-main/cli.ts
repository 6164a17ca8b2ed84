/** The command line, run by Node. */
import { fill, textsIn } from '../src-shared/texts/index.ts'
import { runCommandLine } from './host/commandLine.ts'
import { languageOfSystem } from './host/systemLanguage.ts'
import { neededNode, nodeIsNewEnough } from './host/nodeVersion.ts'

const texts = textsIn(languageOfSystem(process.env))
const found = process.versions.node

if (nodeIsNewEnough(found)) {
  const { exitCode, text } = await runCommandLine(process.argv.slice(2), texts.cli)
  console[exitCode === 0 ? 'log' : 'error'](text)
  process.exitCode = exitCode
} else {
  console.error(fill(texts.host.nodeTooOld, { found, needed: neededNode }))
  process.exitCode = 1
}
