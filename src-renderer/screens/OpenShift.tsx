import { useRef, useState } from 'react'
import {
  countedMinor,
  denominationsMinor,
  type CashCount,
} from '../../src-shared/contract/shift.ts'
import { showAmount } from '../../src-shared/money.ts'
import type { Failure } from '../../src-shared/result.ts'
import { fill } from '../../src-shared/texts/index.ts'
import { Alert } from '../components/Alert.tsx'
import { Button } from '../components/Button.tsx'
import { CountRow } from '../components/CountRow.tsx'
import { Frame } from '../components/Frame.tsx'
import { Keypad } from '../components/Keypad.tsx'
import { TopBar } from '../components/TopBar.tsx'
import type { Key } from '../state/keys.ts'
import { useCall } from '../state/till.ts'
import { useKeys } from '../state/useKeys.ts'
import { useOneAtATime } from '../state/useOneAtATime.ts'
import { useWords } from '../state/words.ts'

const most = 9_999
/** Larger notes left, small change right, as the drawer has them. */
const half = denominationsMinor.length / 2
const columns = [denominationsMinor.slice(0, half), denominationsMinor.slice(half)] as const

/** The float is counted by denomination; an empty drawer is a float too. */
export function OpenShift() {
  const call = useCall()
  const { texts, failure } = useWords()
  const { busy, run } = useOneAtATime()
  const [count, setCount] = useState<CashCount>({})
  const [active, setActive] = useState(0)
  const [trouble, setTrouble] = useState<Failure | null>(null)
  const rows = useRef<(HTMLElement | null)[]>([])
  const openButton = useRef<HTMLButtonElement>(null)

  const countAt = (place: number): number => count[nameAt(place)] ?? 0
  const setCountAt = (place: number, next: number) =>
    setCount({ ...count, [nameAt(place)]: Math.max(0, Math.min(most, next)) })
  const goTo = (place: number) => {
    if (place < denominationsMinor.length) rows.current[place]?.focus()
    else openButton.current?.focus()
  }

  const onKey = (key: Key) => {
    const now = countAt(active)
    if (key.kind === 'digit' && now * 10 <= most) setCountAt(active, now * 10 + Number(key.digit))
    if (key.kind === 'backspace') setCountAt(active, Math.trunc(now / 10))
    if (key.kind === 'clear') setCountAt(active, 0)
    if (key.kind === 'up') setCountAt(active, now + 1)
    if (key.kind === 'down') setCountAt(active, now - 1)
    if (key.kind === 'enter') goTo(active + 1)
  }
  useKeys({ key: onKey })

  const open = () =>
    run(async () => {
      const answer = await call('shift.open', { float: count })
      setTrouble(answer.ok ? null : answer.failure)
    })

  const sum = showAmount(countedMinor(count))
  return (
    <Frame
      title={texts.shift.title}
      bar={<TopBar />}
      keys={texts.shift.keys}
      className="open-shift"
    >
      <section className="count">
        <h2 className="count-title">{texts.shift.title}</h2>
        <p className="count-hint">{texts.shift.hint}</p>
        <div className="count-columns">
          {columns.map((column, which) => (
            <div key={column[0]} className="count-column">
              <h3 className="count-heading">
                {which === 0 ? texts.shift.notes : texts.shift.coins}
              </h3>
              {column.map((valueMinor, offset) => {
                const place = which * half + offset
                return (
                  <CountRow
                    key={valueMinor}
                    valueMinor={valueMinor}
                    count={countAt(place)}
                    active={place === active}
                    onFocus={() => setActive(place)}
                    onCount={(next) => {
                      setActive(place)
                      setCountAt(place, next)
                    }}
                    ref={(element) => {
                      rows.current[place] = element
                    }}
                  />
                )
              })}
            </div>
          ))}
        </div>
      </section>
      <aside className="count-side">
        <div className="count-sum">
          <span className="count-sum-label">{texts.shift.sum}</span>
          <output className="count-sum-amount">{sum}</output>
        </div>
        <div className="count-message">{trouble && <Alert>{failure(trouble)}</Alert>}</div>
        <Keypad money={false} onKey={onKey} />
        <Button ref={openButton} look="primary" busy={busy} onPress={open}>
          {fill(texts.shift.open, { amount: sum })}
        </Button>
      </aside>
    </Frame>
  )
}

const nameAt = (place: number): string => String(denominationsMinor[place])
