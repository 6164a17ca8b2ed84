/**
 * The browser host as a whole: opens the till, serves it on loopback, shows it in a window or
 * tells the address. A till that cannot start is served too: its page says why.
 */
import { z } from 'zod'
import { uuidV7 } from '../../src-shared/ids.ts'
import { counterSchema, type Language } from '../../src-shared/contract/counter.ts'
import type { Failure } from '../../src-shared/result.ts'
import { fill, textsIn, type Texts } from '../../src-shared/texts/index.ts'
import { showFailure } from '../../src-shared/texts/show.ts'
import type { Log } from '../engine/parts.ts'
import type { ContractServer } from '../engine/server.ts'
import type { Flags } from '../host/flags.ts'
import { openLog } from '../host/log.ts'
import type { OpenedTill, TillOptions } from '../host/openTill.ts'
import { profileFolder } from '../host/profile.ts'
import { realClock, realRandom } from '../host/realClock.ts'
import { readRendererFiles } from '../host/rendererFiles.ts'
import { systemReason } from '../host/wholeFile.ts'
import type { Access } from './accessToken.ts'
import { startWebServer, type WebServer } from './httpServer.ts'
import { openBrowser, type BrowserWindow } from './openBrowser.ts'

export type OpenTill = (
  options: Pick<TillOptions, 'profileDir' | 'version' | 'log'>,
) => Promise<OpenedTill>

export type BrowserHost = {
  readonly port: number
  readonly log: Log
  /** Says a fresh address on the console. */
  sayAddress(): void
  /** Sends everybody away, gives up the profile, and says so. */
  close(): Promise<void>
}

/** Why there is no host at all, in words for the console. */
export class HostRefused extends Error {}

export type HostOptions = {
  readonly flags: Flags
  readonly version: string
  /** Spoken on the console until somebody has chosen a language on the screen. */
  readonly systemLanguage?: Language
  /** The folder of the built screens. */
  readonly rendererDir: string
  readonly openTill: OpenTill
  /** Writes one line to the console. */
  readonly say: (line: string) => void
  readonly access?: Access
}

/** @throws HostRefused where nothing can be served: port taken, screens not built */
export async function startBrowserHost(options: HostOptions): Promise<BrowserHost> {
  const { flags, version, systemLanguage = 'en', openTill, say } = options
  const profileDir = profileFolder(flags.profile)
  const log = openLog(profileDir)
  const till = await openTill({ profileDir, version, log })
  const counter = await askCounter(till.server)
  const language = counter.language ?? systemLanguage
  const texts = textsIn(language)
  const web = await serve(till, texts, log, options)
  if (counter.failure) {
    say(texts.host.cannotStart)
    say(showFailure(language, counter.failure))
    // For whoever mends it: which file, and what the system said.
    say(JSON.stringify(counter.failure))
  }

  const sayAddress = (): void => {
    say(fill(texts.host.open, { address: web.freshAddress() }))
    say(texts.host.worksOnce)
  }
  const window = flags.open ? openWindow(web, profileDir, say, texts, sayAddress) : null
  if (!window) sayAddress()
  log('info', 'host.started', { version, port: web.port, window: window !== null })
  return {
    port: web.port,
    log,
    sayAddress,
    async close() {
      window?.close()
      await web.close()
      await till.close()
      log('info', 'host.closed')
      say(texts.host.closed)
    },
  }
}

async function serve(
  till: OpenedTill,
  texts: Texts,
  log: Log,
  { flags, rendererDir, access }: HostOptions,
): Promise<WebServer> {
  try {
    const files = await readRendererFiles(rendererDir).catch((error: unknown) => {
      throw new HostRefused(fill(texts.host.notBuilt, { reason: systemReason(error) }))
    })
    const common = { server: till.server, files, port: flags.port, log }
    return await startWebServer(access ? { ...common, access } : common).catch((error: unknown) => {
      const facts = { port: flags.port, reason: systemReason(error) }
      throw new HostRefused(fill(texts.host.portNotFree, facts))
    })
  } catch (error) {
    await till.close()
    throw error
  }
}

function openWindow(
  web: WebServer,
  profileDir: string,
  say: (line: string) => void,
  texts: Texts,
  sayAddress: () => void,
): BrowserWindow | null {
  const onFailed = (): void => {
    say(texts.host.windowNotOpened)
    sayAddress()
  }
  const window = openBrowser({ address: web.freshAddress(), profileDir, onFailed })
  if (window) say(texts.host.windowOpened)
  return window
}

type Counter = { readonly language: Language | null; readonly failure: Failure | null }

/** Language and state come through the door that the screens use: there is no other truth. */
async function askCounter(server: ContractServer): Promise<Counter> {
  const reply = await server.call('till', {
    type: 'call',
    callId: uuidV7(realClock.now(), realRandom.bytes(10)),
    session: null,
    name: 'view.topic',
    input: { topic: 'counter' },
  })
  if (!reply?.answer.ok) return { language: null, failure: null }
  const { value } = counterViewSchema.parse(reply.answer.value)
  return { language: value.language, failure: value.state === 'blocked' ? value.failure : null }
}

const counterViewSchema = z.object({ value: counterSchema })
