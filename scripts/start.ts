/** `npm start`: builds what is stale and runs the till in this process, with the flags given. */
import { runBuilt } from './runBuilt.ts'
import { buildStale } from './stale.ts'

await buildStale(['renderer', 'main'])
await runBuilt('serve.js')
