import { Check } from 'lucide-react'
import { CheckboxButton, CheckboxField } from 'react-aria-components/Checkbox'
import { leaving } from './leaving.ts'

/** Yes or no, with a plain sentence of what it means. */
export function EditorTick(props: {
  readonly words: string
  readonly means: string
  readonly on: boolean
  readonly onChange: (on: boolean) => void
  readonly onLeave: () => void
  readonly testId: string
}) {
  return (
    <CheckboxField
      isSelected={props.on}
      onChange={props.onChange}
      onKeyDown={leaving(props.onLeave)}
    >
      <CheckboxButton className="editor-tick" data-testid={`editor-${props.testId}`}>
        <span className="editor-box" aria-hidden>
          {props.on && <Check strokeWidth={3} />}
        </span>
        <span>
          <span className="editor-choice-words">{props.words}</span>{' '}
          <span className="editor-means">{props.means}</span>
        </span>
      </CheckboxButton>
    </CheckboxField>
  )
}
