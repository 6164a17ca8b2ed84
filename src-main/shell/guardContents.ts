/** A page of ours stays where it is: it navigates nowhere, opens nothing and embeds nothing. */
import type { Log } from '../engine/parts.ts'
import type { PageWindow } from '../host/pages.ts'
import { windowAt } from './address.ts'
import type { Contents, KeyPress, Preventable } from './electron.ts'

/**
 * @param onAsked the page has followed a link to a page of ours. No window is opened for the
 *   link itself: the shell shows its own, so that the same link works in both hosts.
 */
export function guardContents(
  contents: Contents,
  log: Log,
  onAsked: (window: PageWindow) => void,
): void {
  const deny =
    (what: string) =>
    (event: Preventable): void => {
      log('warn', 'shell.denied', { what })
      event.preventDefault()
    }
  contents.on('will-navigate', deny('navigation'))
  contents.on('will-frame-navigate', deny('frameNavigation'))
  contents.on('will-redirect', deny('redirect'))
  contents.on('will-attach-webview', deny('webview'))
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault()
    choose('')
  })
  contents.setWindowOpenHandler(({ url }) => {
    const asked = windowAt(url)
    if (asked === 'customer') onAsked(asked)
    else log('warn', 'shell.denied', { what: 'newWindow' })
    return { action: 'deny' }
  })
  // WebRTC opens sockets of its own, past everything that looks at requests.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  // There is no menu, and some failures ask the cashier to load the page again.
  contents.on('before-input-event', (event, press) => {
    if (!isReload(press)) return
    event.preventDefault()
    contents.reload()
  })
}

const isReload = ({ type, key, control, meta, alt, shift }: KeyPress): boolean =>
  type === 'keyDown' && key.toLowerCase() === 'r' && (control || meta) && !alt && !shift
