/** On which screen the customer's window goes: a pure decision, taken anew whenever screens change. */
import type { Rectangle } from 'electron'
import type { ScreenDisplay } from './electron.ts'

export type Placed = {
  /** `screen`: all of one that is not the cashier's. `window`: beside the till, on the only one. */
  readonly kind: 'screen' | 'window'
  readonly bounds: Rectangle
}

/**
 * @param tillDisplayId the screen that the cashier looks at
 * @param asked a person has asked for the window: then it is shown even where there is one screen
 * @returns null: the customer has no window
 */
export function customerPlace(
  displays: readonly ScreenDisplay[],
  tillDisplayId: number,
  asked: boolean,
): Placed | null {
  const second = displays.filter(({ id }) => id !== tillDisplayId).toSorted(byPlace)[0]
  if (second) return { kind: 'screen', bounds: second.bounds }
  const own = displays.find(({ id }) => id === tillDisplayId)
  return asked && own ? { kind: 'window', bounds: beside(own.workArea) } : null
}

/** The right half, so that the cashier goes on seeing the till. */
function beside({ x, y, width, height }: Rectangle): Rectangle {
  const half = Math.floor(width / 2)
  return { x: x + half, y, width: half, height }
}

/** From left to right, then down: the same order each time, however the system lists them. */
function byPlace({ bounds: a }: ScreenDisplay, { bounds: b }: ScreenDisplay): number {
  return a.x === b.x ? a.y - b.y : a.x - b.x
}
