import { Delete } from 'lucide-react'
import type { Key } from '../state/keys.ts'
import { useWords } from '../state/words.ts'
import { Button } from './Button.tsx'

const digits = ['7', '8', '9', '4', '5', '6', '1', '2', '3'] as const

/** Digits for fingers, in the order of a till's number keys. */
export function Keypad({
  money,
  onKey,
}: {
  /** With the point and the double zero that an amount needs; a PIN or a count has neither. */
  readonly money: boolean
  readonly onKey: (key: Key) => void
}) {
  const { texts } = useWords()
  const digit = (text: string) => (
    <Button
      key={text}
      className={`key key-${text}`}
      excludeFromTabOrder
      onPress={() => {
        for (const one of text) onKey({ kind: 'digit', digit: one })
      }}
    >
      {text}
    </Button>
  )
  return (
    <div
      className={money ? 'keypad keypad-money' : 'keypad'}
      role="group"
      aria-label={texts.keypad.keypad}
    >
      {digits.map(digit)}
      {digit('0')}
      {money && digit('00')}
      {money && (
        <Button
          className="key key-point"
          excludeFromTabOrder
          aria-label={texts.keypad.point}
          onPress={() => onKey({ kind: 'point' })}
        >
          {'.'}
        </Button>
      )}
      <Button
        className="key key-clear"
        excludeFromTabOrder
        onPress={() => onKey({ kind: 'clear' })}
      >
        {texts.keypad.clear}
      </Button>
      <Button
        className="key key-backspace"
        excludeFromTabOrder
        aria-label={texts.keypad.backspace}
        onPress={() => onKey({ kind: 'backspace' })}
      >
        <Delete aria-hidden />
      </Button>
    </div>
  )
}
