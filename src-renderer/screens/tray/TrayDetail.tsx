import type { ReactNode, Ref } from 'react'
import type { TrayItem } from '../../../src-shared/contract/tray.ts'
import { showAmount } from '../../../src-shared/money.ts'
import { showDate, showTime } from '../../../src-shared/texts/show.ts'
import { Badge } from '../../components/StateMark.tsx'
import { cardFacts } from '../../state/cardWords.ts'
import { octopusFacts } from '../../state/octopusWords.ts'
import { useNow } from '../../state/useNow.ts'
import { useWords } from '../../state/words.ts'
import { TrayActions } from './TrayActions.tsx'
import {
  aboutWords,
  amountOf,
  happenedWords,
  itemWord,
  tellWords,
  toneOfItem,
  tryingWords,
} from './trayWords.ts'

/** One item: the money, what goes on, the customer's words, what may be done; the rest below. */
export function TrayDetail(props: {
  readonly item: TrayItem
  readonly actions: Ref<HTMLDivElement>
}) {
  const { item, actions } = props
  const { texts } = useWords()
  const { tray } = texts
  const nowMs = useNow(true)
  const tone = toneOfItem(item)
  return (
    <>
      <header className="detail-head">
        <span className="detail-method">{aboutWords(texts, item)}</span>
        <span className="detail-amount">{showAmount(amountOf(item))}</span>
      </header>
      <div className={`tray-state tone-${tone}`} data-testid="tray-state">
        <Badge tone={tone} large />
        <div>
          <p className="tray-word">{itemWord(texts, item)}</p>
          {happenedWords(texts, item, nowMs).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      </div>
      {/* Spoken when it changes; the countdown beside it is not. */}
      <p className="unseen" role="status">
        {itemWord(texts, item)}
      </p>
      <Part title={tray.trying}>
        {tryingWords(texts, item, nowMs).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </Part>
      <Part title={tray.tell}>
        <p className="tray-tell">{tellWords(texts, item)}</p>
      </Part>
      <Part title={tray.may}>
        <TrayActions item={item} place={actions} />
      </Part>
      <Details item={item} />
    </>
  )
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="tray-part">
      <h3 className="tray-part-title">{title}</h3>
      {children}
    </section>
  )
}

/** What it is found by, here and at the provider. */
function Details({ item }: { readonly item: TrayItem }) {
  const { language, texts } = useWords()
  const { tray, history } = texts
  const { payment, discrepancy, refund } = item
  const { card, octopus } = payment
  const theirs =
    refund?.providerReference ?? discrepancy?.providerReference ?? payment.providerReference
  const facts: readonly (readonly [string, string])[] = [
    [tray.since, `${showDate(language, item.sinceMs)} ${showTime(item.sinceMs)}`],
    [history.cashier, refund?.cashier ?? payment.cashier],
    [history.reference, payment.reference ?? '–'],
    // Of a card that is its approval code, which stands below by its name.
    ...(card !== null && theirs === card.approvalCode
      ? []
      : ([[history.bankReference, theirs ?? '–']] as const)),
    [tray.saleTotal, texts.sale[item.saleState]],
    [history.saleReference, item.saleReference === '' ? '–' : item.saleReference],
    ...(item.saleDescription === ''
      ? []
      : ([[history.saleDescription, item.saleDescription]] as const)),
    // By these it is found at the terminal.
    ...(card === null ? [] : cardFacts(texts, card)),
    ...(octopus === null ? [] : octopusFacts(texts, octopus)),
  ]
  return (
    <dl className="detail-facts" aria-label={tray.details}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
