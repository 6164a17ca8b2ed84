import type { Ref } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import type { TrayItem } from '../../../src-shared/contract/tray.ts'
import { showAmount } from '../../../src-shared/money.ts'
import { StateMark } from '../../components/StateMark.tsx'
import { ageWords } from '../../state/ageWords.ts'
import { useNow } from '../../state/useNow.ts'
import { useWords } from '../../state/words.ts'
import { aboutWords, amountOf, findBy, itemWord, keyOf, toneOfItem } from './trayWords.ts'

/** The oldest first: it has waited longest. */
export function TrayList({
  items,
  chosen,
  list,
  onChoose,
  onEnter,
}: {
  readonly items: readonly TrayItem[]
  readonly chosen: string | null
  readonly list: Ref<HTMLDivElement>
  readonly onChoose: (key: string) => void
  readonly onEnter: () => void
}) {
  const { texts } = useWords()
  const { tray } = texts
  const nowMs = useNow(true)
  return (
    <>
      <div className="tray-row tray-columns" aria-hidden>
        <span>{tray.age}</span>
        <span>{tray.what}</span>
        <span className="tray-amount">{tray.amount}</span>
      </div>
      <ListBox
        ref={list}
        className="tray-list"
        aria-label={tray.list}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        escapeKeyBehavior="none"
        selectedKeys={chosen === null ? [] : [chosen]}
        onSelectionChange={(keys) => {
          const next = items.find((item) => keys !== 'all' && keys.has(keyOf(item)))
          if (next) onChoose(keyOf(next))
        }}
        onAction={onEnter}
      >
        {items.map((item) => {
          const age = ageWords(texts, nowMs - item.sinceMs)
          const about = aboutWords(texts, item)
          const amount = showAmount(amountOf(item))
          const state = itemWord(texts, item)
          return (
            <ListBoxItem
              key={keyOf(item)}
              id={keyOf(item)}
              className="tray-row"
              textValue={[about, amount, state, age].join(' ')}
              data-testid="tray-row"
              data-about={item.about}
              data-state={item.refund?.state ?? item.payment.state}
            >
              <span className="tray-age">{age}</span>
              <span className="tray-about">{about}</span>
              <span className="tray-amount">{amount}</span>
              <StateMark tone={toneOfItem(item)}>{state}</StateMark>
              <span className="tray-find">{findBy(item)}</span>
            </ListBoxItem>
          )
        })}
      </ListBox>
    </>
  )
}
