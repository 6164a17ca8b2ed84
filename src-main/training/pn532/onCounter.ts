/** The simulated NFC module of training, on a line that never leaves this program. */
import type { Carrier } from '../../engine/devices/byteLink.ts'
import type { Clock } from '../../engine/parts.ts'
import { createModuleCore, type ModuleCard, type ModuleWay } from './core.ts'

export type TrainingModule = {
  /** Rejects while its cable is out. */
  open(): Promise<Carrier>
  /** A customer holds a card to it. */
  put(card: ModuleCard): void
  remove(): void
  behave(way: ModuleWay): void
  setPlugged(plugged: boolean): void
  /** What it was asked for and refused: none, or the till is wrong. */
  readonly refused: () => readonly string[]
}

export const modulePath = 'training:pn532'
/** How long a byte is on its way. */
const onTheWayMs = 5

export function createTrainingModule({ clock }: { readonly clock: Clock }): TrainingModule {
  let core = createModuleCore()
  let plugged = true
  let line: { readonly bytes: (bytes: Uint8Array) => void; readonly end: (why: string) => void } = {
    bytes: () => undefined,
    end: () => undefined,
  }

  const say = (frames: readonly Uint8Array[]): void => {
    for (const frame of frames) clock.after(onTheWayMs, () => line.bytes(frame))
  }

  const carrier = (): Carrier => {
    line.end('opened by another')
    let isOpen = true
    let bytes: (bytes: Uint8Array) => void = () => undefined
    let ended: (reason: string) => void = () => undefined
    line = {
      bytes: (said) => isOpen && bytes(said),
      end(reason) {
        if (!isOpen) return
        isOpen = false
        ended(reason)
      },
    }
    return {
      write(written) {
        clock.after(onTheWayMs, () => isOpen && say(core.hear(written, clock.now())))
      },
      onBytes(listener) {
        bytes = listener
      },
      onEnd(listener) {
        ended = listener
      },
      close() {
        isOpen = false
      },
    }
  }

  return {
    open: () => (plugged ? Promise.resolve(carrier()) : Promise.reject(new Error('unplugged'))),
    put: (card) => say(core.put(card)),
    remove: () => core.remove(),
    behave: (way) => core.behave(way),
    setPlugged(on) {
      if (plugged && !on) {
        // It has its power from the same cable.
        core = createModuleCore()
        line.end('unplugged')
      }
      plugged = on
    },
    refused: () => core.refused(),
  }
}
