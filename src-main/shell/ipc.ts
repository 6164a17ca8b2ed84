/**
 * The contract over Electron's IPC. A call is answered only to the main frame of a window that
 * the shell made, showing a page of ours; which window it is, is the shell's to say.
 */
import { bridgeChannels } from '../../src-shared/contract/bridge.ts'
import type { Event, Topic } from '../../src-shared/contract/index.ts'
import type { Log } from '../engine/parts.ts'
import type { ContractServer } from '../engine/server.ts'
import { createCarrier, type Carrier } from '../host/carrier.ts'
import type { PageWindow } from '../host/pages.ts'
import { isOurs } from './address.ts'
import type { CallEvent, Contents, Frame, ShellElectron } from './electron.ts'

export type Ipc = {
  /** Carries the contract for this window. @returns how to stop */
  attach(kind: PageWindow, contents: Contents): () => void
}

type Attached = {
  readonly contents: Contents
  readonly carrier: Carrier
  readonly onCall: () => void
}

export function openIpc(
  ipcMain: ShellElectron['ipcMain'],
  server: ContractServer,
  log: Log,
  tell: {
    /** The page shows old truth, and only a fresh one could show better. */
    readonly onBroken: (contents: Contents) => void
    /** The page has called: whatever Electron says of it, it reacts. */
    readonly onCall: (contents: Contents) => void
  },
): Ipc {
  const attached = new Map<number, Attached>()

  ipcMain.handle(bridgeChannels.call, async (event, request) => {
    const page = attached.get(event.sender.id)
    if (!page || !isMainFrameOf(page.contents, event)) {
      log('warn', 'ipc.foreignSender')
      return null
    }
    page.onCall()
    const answered = await page.carrier.answer(request)
    if (!answered.ok) {
      log('warn', 'ipc.notAnswered', { why: answered.why })
      if (answered.why === 'ourBug') tell.onBroken(page.contents)
      return null
    }
    // Exactly what was measured, and nothing that a structured clone could not carry.
    return JSON.parse(answered.reply.text) as unknown
  })

  return {
    attach(kind, contents) {
      // A page that does not react would let its events pile up. Each is a whole value: of each
      // topic the last one is enough, for when it reacts again.
      const heldBack = new Map<Topic, Event>()
      let reacts = true
      const send = (message: Event): void => {
        if (!reacts) heldBack.set(message.topic, message)
        else if (!contents.isDestroyed() && isOwnPage(contents.mainFrame)) {
          contents.send(bridgeChannels.event, message)
        }
      }
      contents.on('unresponsive', () => {
        reacts = false
      })
      const reactsAgain = (): void => {
        reacts = true
        for (const message of heldBack.values()) send(message)
        heldBack.clear()
      }
      contents.on('responsive', reactsAgain)
      // Electron does not say 'responsive' of a page that died or was loaded again. The fresh one
      // asks for each topic itself, so that nothing of before is for it.
      const comesAnew = (): void => {
        reacts = true
        heldBack.clear()
      }
      contents.on('render-process-gone', comesAnew)
      contents.on('did-navigate', comesAnew)
      const carrier = createCarrier({
        window: kind,
        server,
        log,
        send: ({ text }) => send(JSON.parse(text) as Event),
        onBroken: () => tell.onBroken(contents),
      })
      const onCall = (): void => {
        reactsAgain()
        tell.onCall(contents)
      }
      attached.set(contents.id, { contents, carrier, onCall })
      return () => {
        attached.delete(contents.id)
        carrier.stop()
      }
    },
  }
}

function isMainFrameOf(contents: Contents, { senderFrame }: CallEvent): boolean {
  try {
    return (
      senderFrame !== null &&
      isOwnPage(senderFrame) &&
      senderFrame.frameTreeNodeId === contents.mainFrame.frameTreeNodeId
    )
  } catch {
    // A frame that went away while it asked throws when it is looked at.
    return false
  }
}

const isOwnPage = (frame: Frame): boolean => {
  try {
    return frame.parent === null && isOurs(frame.origin)
  } catch {
    return false
  }
}
