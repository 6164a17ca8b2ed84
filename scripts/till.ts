/** `npm run -s till -- verify PATH`: the command line of the till. */
import { runBuilt } from './runBuilt.ts'
import { buildStale } from './stale.ts'

await buildStale(['main'], 'silent')
await runBuilt('cli.js')
