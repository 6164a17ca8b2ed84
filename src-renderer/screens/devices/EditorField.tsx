import { TriangleAlert } from 'lucide-react'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextField } from 'react-aria-components/TextField'
import { leaving } from './leaving.ts'

/** More than any setting of a terminal has; what is too long for its own is said, and not cut off. */
const mostCharacters = 250

/** One setting as text: its name, what it is for, and what is wrong with it. */
export function EditorField(props: {
  readonly label: string
  readonly means: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onLeave: () => void
  /** null: nothing is. */
  readonly wrong: string | null
  readonly hint?: string
  /** Which keys a touch keyboard offers. */
  readonly inputMode?: 'text' | 'decimal' | 'numeric'
  readonly testId: string
}) {
  const { wrong } = props
  return (
    <TextField
      className="field editor-field"
      value={props.value}
      onChange={props.onChange}
      onKeyDown={leaving(props.onLeave)}
      isInvalid={wrong !== null}
      validationBehavior="aria"
      maxLength={mostCharacters}
      inputMode={props.inputMode ?? 'text'}
      autoComplete="off"
      spellCheck="false"
    >
      <Label className="editor-label">{props.label}</Label>
      <Input
        className="field-input"
        placeholder={props.hint ?? ''}
        data-testid={`editor-${props.testId}`}
      />
      <FieldError className="editor-wrong">
        <TriangleAlert aria-hidden />
        <span>{wrong}</span>
      </FieldError>
      <Text slot="description" className="editor-means">
        {props.means}
      </Text>
    </TextField>
  )
}
