/**
 * Imported before any schema is made. Zod otherwise probes `new Function`, which our content
 * security policy forbids and reports.
 */
import { z } from 'zod'

z.config({ jitless: true })
