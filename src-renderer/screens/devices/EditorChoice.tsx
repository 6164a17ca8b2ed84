import { Check } from 'lucide-react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import { leaveField } from '../../components/Button.tsx'

/** One of a few: each says what it is for, where that is not plain. */
export function EditorChoice<T extends string | number>(props: {
  /** Of the element that names it. */
  readonly labelledBy: string
  readonly chosen: T
  readonly options: readonly { readonly id: T; readonly words: string; readonly means?: string }[]
  readonly onChoose: (id: T) => void
  readonly disabled?: boolean
}) {
  return (
    <ToggleButtonGroup
      className="editor-choices"
      aria-labelledby={props.labelledBy}
      selectionMode="single"
      disallowEmptySelection
      isDisabled={props.disabled ?? false}
      selectedKeys={[props.chosen]}
      onSelectionChange={(keys) => {
        const option = props.options.find(({ id }) => keys.has(id))
        if (option) props.onChoose(option.id)
      }}
    >
      {props.options.map(({ id, words, means }) => (
        <ToggleButton key={id} id={id} className="editor-choice" onPressStart={leaveField}>
          <span className="editor-choice-words">{words}</span>
          {means !== undefined && <span className="editor-means">{means}</span>}
          {id === props.chosen && <Check className="editor-check" aria-hidden />}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
