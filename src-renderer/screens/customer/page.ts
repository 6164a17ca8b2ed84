/** What the customer's page knows. Decided here from what the engine tells; drawn elsewhere. */
import type { Language } from '../../../src-shared/contract/counter.ts'
import type { CustomerShows, DisplayView } from '../../../src-shared/contract/display.ts'
import type { Connection } from '../../state/connection.ts'

export type CustomerPage = {
  /** About the till, and of no customer. null: not told yet. */
  readonly till: Omit<DisplayView, 'now'> | null
  /** null: nobody here knows what is true now, so nothing of a customer is kept or shown. */
  readonly now: CustomerShows | null
  /** The language that this customer has chosen for himself. */
  readonly chosen: Language | null
  /** Where the last customer was when we were told last. */
  readonly last: CustomerShows['shows'] | null
}

export type Happening =
  | { readonly kind: 'told'; readonly display: DisplayView }
  | { readonly kind: 'lineLost' }
  | { readonly kind: 'chose'; readonly language: Language }
  /** Somebody chose a language, and went away without buying. */
  | { readonly kind: 'nobodyCame' }

export const firstPage: CustomerPage = { till: null, now: null, chosen: null, last: null }

export function nextPage(page: CustomerPage, happening: Happening): CustomerPage {
  switch (happening.kind) {
    case 'told': {
      const { now, ...till } = happening.display
      const chosen = isAnother(page.last, now.shows) ? null : page.chosen
      return { till, now, chosen, last: now.shows }
    }
    case 'lineLost':
      return { ...page, now: null }
    case 'chose':
      return { ...page, chosen: happening.language }
    case 'nobodyCame':
      return { ...page, chosen: null }
  }
}

const endings: ReadonlySet<CustomerShows['shows']> = new Set(['paid', 'change', 'thanks'])

/** Whether somebody else stands here now: after a welcome, or right after the end of a sale. */
function isAnother(last: CustomerPage['last'], shows: CustomerShows['shows']): boolean {
  if (shows === 'welcome' || shows === 'closed') return shows !== last
  return last !== null && endings.has(last) && !endings.has(shows)
}

/** @returns how to stop */
export function followEngine(
  { line, mirrors }: Connection,
  tell: (happening: Happening) => void,
): () => void {
  const told = mirrors.display.store
  const onTold = (): void => {
    const display = told.get()
    if (display) tell({ kind: 'told', display })
  }
  // What was told before the line went may be over: it is not shown again until it is told anew.
  const onLine = (): void => {
    if (line.get() !== 'open') tell({ kind: 'lineLost' })
  }
  onTold()
  onLine()
  const stops = [told.subscribe(onTold), line.subscribe(onLine)]
  return () => {
    for (const stop of stops) stop()
  }
}
