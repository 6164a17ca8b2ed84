/**
 * Property tests draw from one seed, so that a run can be repeated. A failure prints its seed
 * and path; `SEED=n npm run check` draws from another.
 */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 20_261_101) })
