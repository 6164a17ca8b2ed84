/** An engine of our own for the customer's page: it shows whatever state it is told to, in any order. */
import type { Page, WebSocketRoute } from '@playwright/test'
import type { CustomerShows, DisplayView } from '../../src-shared/contract/display.ts'

export type FakeEngine = {
  tell(now: CustomerShows, about?: Partial<DisplayView>): void
  /** The line goes, and does not come back. */
  hangUp(): Promise<void>
  /** The line comes back. @param answers false: and what is asked there stays open */
  comeBack(answers: boolean): void
  /** How often the page has come to the line. */
  comings(): number
}

export async function fakeEngine(page: Page, first: DisplayView): Promise<FakeEngine> {
  let view = first
  let revision = 1
  let there = true
  let answers = true
  let comings = 0
  const lines = new Set<WebSocketRoute>()
  await page.routeWebSocket('**/contract/customer', (line) => {
    comings += 1
    if (!there) {
      void line.close()
      return
    }
    lines.add(line)
    line.onMessage((message) => {
      const { callId } = JSON.parse(message.toString()) as { callId: string }
      const value = { revision, value: view }
      if (answers) line.send(JSON.stringify({ type: 'reply', callId, answer: { ok: true, value } }))
    })
  })
  return {
    tell(now, about = {}) {
      view = { ...view, ...about, now }
      revision += 1
      const event = JSON.stringify({ type: 'event', topic: 'display', revision, value: view })
      for (const line of lines) line.send(event)
    },
    async hangUp() {
      there = false
      await Promise.all(Array.from(lines, (line) => line.close()))
      lines.clear()
    },
    comeBack(answering) {
      there = true
      answers = answering
    },
    comings: () => comings,
  }
}
