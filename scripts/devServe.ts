/**
 * The till as `npm run dev` runs it: the shipped host, with a cookie that outlives a restart so
 * that the page comes back by itself. Not part of any build that is shipped.
 */
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openTill } from '../src-main/host/openTill.ts'
import { readFlags } from '../src-main/host/flags.ts'
import { realRandom } from '../src-main/host/realClock.ts'
import { version } from '../src-main/host/version.ts'
import { createAccess } from '../src-main/web/accessToken.ts'
import { startBrowserHost } from '../src-main/web/browserHost.ts'

const name = process.env['HARBOUR_TILL_DEV_COOKIE_NAME'] ?? ''
const value = process.env['HARBOUR_TILL_DEV_COOKIE'] ?? ''
const read = readFlags(process.argv.slice(2))
if (!read.ok) throw new Error(`not understood: ${read.argument}`)
process.umask(0o077)
const host = await startBrowserHost({
  flags: read.flags,
  version: `${version}-dev`,
  rendererDir: join(import.meta.dirname, '../renderer'),
  openTill: (options) => openTill({ ...options, checker: new URL('checker.js', import.meta.url) }),
  say: (line) => console.log(line),
  access: createAccess(realRandom, { name, value }),
})
createInterface({ input: process.stdin }).on('line', () => host.sayAddress())
process.on('SIGTERM', () => {
  void host.close().then(() => process.exit(0))
})
