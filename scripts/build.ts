/** `npm run build`: makes `dist` from the sources, where it is not of them already. */
import { buildStale } from './stale.ts'

await buildStale(['renderer', 'preload', 'main'])
