/** Measures of a page that no checker takes: what does not fit, what is too small, what is too faint. */
import type { Page } from '@playwright/test'

/**
 * Of what is on the page after the next frame.
 * @returns what reaches beyond the window or its own box, and the buttons that a finger may miss
 */
export const misfits = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    await new Promise(requestAnimationFrame)
    const found: string[] = []
    const tell = (what: string, element: Element, amount: number): void => {
      if (amount > 1) found.push(`${what} ${element.outerHTML.slice(0, 160)}: ${amount}`)
    }
    const isSeen = (element: Element): boolean => element.closest('.unseen') === null
    const all = (selectors: string): Element[] =>
      Array.from(document.querySelectorAll(selectors)).filter(isSeen)

    for (const element of all('h1, p, dt, dd, button, svg, .badge, .words')) {
      const { left, top, right, bottom } = element.getBoundingClientRect()
      const box = element.closest('main, header')?.getBoundingClientRect()
      if (!box) continue
      const beyond = [box.left - left, box.top - top, right - box.right, bottom - box.bottom]
      tell('beyond its part of the page:', element, Math.max(...beyond))
    }
    for (const box of all('html, header, main, .words')) {
      const over = [box.scrollWidth - box.clientWidth, box.scrollHeight - box.clientHeight]
      tell('beyond its box:', box, Math.max(...over))
    }
    // Large digits are cut closer than their font would: above and below is only air.
    for (const line of all('.amount')) tell('too wide:', line, line.scrollWidth - line.clientWidth)
    for (const button of all('button')) {
      const { width, height } = button.getBoundingClientRect()
      if (Math.min(width, height) < 48) found.push(`small: ${button.outerHTML}`)
    }
    return found
  })

/** @returns the words that stand out less than 7 to 1 from the plain colour behind them (WCAG 1.4.6) */
export const faintWords = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('no canvas')
    const read = (colour: string): readonly number[] => {
      context.clearRect(0, 0, 1, 1)
      context.fillStyle = colour
      context.fillRect(0, 0, 1, 1)
      return Array.from(context.getImageData(0, 0, 1, 1).data)
    }
    const light = (colour: readonly number[]): number => {
      const [red = 0, green = 0, blue = 0] = colour.map((part) =>
        part / 255 <= 0.040_45 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      )
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const behind = (element: Element): readonly number[] => {
      for (let one: Element | null = element; one; one = one.parentElement) {
        const colour = read(getComputedStyle(one).backgroundColor)
        if (colour[3] === 255) return colour
      }
      return [255, 255, 255]
    }
    const hasOwnText = (element: Element): boolean =>
      Array.from(element.childNodes).some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
      )
    return Array.from(document.querySelectorAll('body *'))
      .filter((element) => hasOwnText(element) && element.closest('.unseen, script') === null)
      .flatMap((element) => {
        const ink = light(read(getComputedStyle(element).color))
        const ground = light(behind(element))
        const contrast = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05)
        return contrast < 7 ? [`${element.outerHTML}: ${contrast.toFixed(2)}`] : []
      })
  })
