/**
 * The session of our pages: in memory only, so that a browser keeps nothing of a till, and with
 * every right denied that a page could ask for. Our pages need none.
 */
import type { Log } from '../engine/parts.ts'
import { isOurs } from './address.ts'
import type { ShellSession } from './electron.ts'

/** Without `persist:` it leaves nothing on the disk. */
export const partition = 'harbour-till'

/**
 * @param packaged a shipped till. In development the tools of the browser are let in, which have
 *   addresses of their own.
 */
export function closeSession(session: ShellSession, packaged: boolean, log: Log): void {
  const denied = (what: string): void => log('warn', 'shell.denied', { what })

  session.setPermissionRequestHandler((_contents, permission, answer) => {
    denied(permission)
    answer(false)
  })
  // Asked often and silently: not worth a line each time.
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => {
    denied('displayMedia')
    answer(null)
  })
  session.setBluetoothPairingHandler((_details, answer) => {
    denied('bluetoothPairing')
    answer({ confirmed: false })
  })
  session.setSpellCheckerEnabled(false)
  session.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault()
    choose(null)
  })
  session.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault()
    choose()
  })
  session.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault()
    choose('')
  })
  session.on('will-download', (event) => {
    denied('download')
    event.preventDefault()
  })
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const allowed = isOurs(url) || (!packaged && url.startsWith('devtools://'))
    if (!allowed) denied('network')
    answer({ cancel: !allowed })
  })
}
