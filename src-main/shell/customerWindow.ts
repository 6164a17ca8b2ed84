/** Keeps the customer's window on the right screen, while screens come and go. */
import type { Rectangle } from 'electron'
import { customerPlace, type Placed } from './displays.ts'
import type { ShellElectron } from './electron.ts'
import type { Windows } from './windows.ts'

export type CustomerWindow = {
  /** A person asks for it: from now on it is shown, whatever screens there are. */
  ask(): void
  /** A person has closed it: it stays away until it is asked for, or a screen comes. */
  dismiss(): void
}

export function keepCustomerWindow(
  screen: ShellElectron['screen'],
  windows: Windows,
): CustomerWindow {
  let asked = false
  let dismissed = false
  let shown: Placed | null = null

  /** @param again it may have been moved: it is put where it belongs, as a person asks */
  const arrange = (again = false): void => {
    const till = windows.get('till')
    if (!till) return
    const own = screen.getDisplayMatching(till.getBounds())
    const place = customerPlace(screen.getAllDisplays(), own.id, asked)
    // What a window may do is fixed when it is made: one of another kind is another window.
    if (place === null || place.kind !== shown?.kind) windows.close('customer')
    const stays = place?.kind === shown?.kind && isSame(place?.bounds, shown?.bounds)
    shown = place
    if (place === null || dismissed) return
    const present = windows.get('customer')
    if (!present) windows.show('customer', place)
    // Screens change for many reasons, and each move is seen: it leaves full screen on its way.
    else if (!stays || again) {
      // Out of full screen first: a window that fills one screen does not move to another.
      present.setFullScreen(false)
      present.setBounds(place.bounds)
      present.setFullScreen(place.kind === 'screen')
    }
  }

  screen.on('display-added', () => {
    dismissed = false
    arrange()
  })
  screen.on('display-removed', () => arrange())
  screen.on('display-metrics-changed', () => arrange())
  arrange()

  return {
    ask() {
      asked = true
      dismissed = false
      arrange(true)
    },
    dismiss() {
      asked = false
      dismissed = true
    },
  }
}

const isSame = (a: Rectangle | undefined, b: Rectangle | undefined): boolean =>
  a?.x === b?.x && a?.y === b?.y && a?.width === b?.width && a?.height === b?.height
