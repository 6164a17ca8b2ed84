/** With modifiers a key belongs to the system; these walk to the language buttons and press them. */
const kept = new Set(['Tab', 'Enter', 'NumpadEnter', 'Space', 'F11', 'F12'])

/**
 * Nobody works at this page: it opens no menu, selects nothing, drags nothing and looks nothing up,
 * whatever a passing hand or a scanner does. `touch-action` in the style keeps fingers from zooming.
 */
export function ignoreHands(page: Window): void {
  page.addEventListener('keydown', (event) => {
    const { altKey, ctrlKey, metaKey, code } = event
    if (!altKey && !ctrlKey && !metaKey && !kept.has(code)) event.preventDefault()
  })
  for (const hand of ['contextmenu', 'dragstart', 'selectstart'] as const) {
    page.addEventListener(hand, (event) => event.preventDefault())
  }
}
