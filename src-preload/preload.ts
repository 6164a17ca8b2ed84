/**
 * Runs before each of our pages, in a world of its own that the page cannot reach into. It gives
 * the page one frozen object: calls go out, events come in, and nothing of Electron with them.
 */
import { contextBridge, ipcRenderer } from 'electron'
import {
  bridgeChannels,
  bridgeName,
  windowArgument,
  type ContractBridge,
} from '../src-shared/contract/bridge.ts'
import type { Window } from '../src-shared/contract/define.ts'
import type { Event, Reply } from '../src-shared/contract/index.ts'

const names = { till: true, manager: true, customer: true } satisfies Record<Window, true>
const isWindow = (name: string | undefined): name is Window =>
  name !== undefined && Object.hasOwn(names, name)

const argument = process.argv.find((given) => given.startsWith(windowArgument))
const name = argument?.slice(windowArgument.length)
if (!isWindow(name)) throw new Error('the shell did not say which window this is')

const bridge = {
  window: name,
  call: (request): Promise<Reply | null> => ipcRenderer.invoke(bridgeChannels.call, request),
  listen(listener) {
    // The first argument is Electron's own event, which has a way back into Electron.
    const hear = (_: unknown, event: Event): void => listener(event)
    ipcRenderer.on(bridgeChannels.event, hear)
    return () => {
      ipcRenderer.off(bridgeChannels.event, hear)
    }
  },
} satisfies ContractBridge

contextBridge.exposeInMainWorld(bridgeName, Object.freeze(bridge))
