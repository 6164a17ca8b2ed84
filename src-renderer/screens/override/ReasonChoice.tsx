import type { KeyboardEvent, Ref } from 'react'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { TextField } from 'react-aria-components/TextField'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import { textLimit } from '../../../src-shared/contract/define.ts'
import type { Permission } from '../../../src-shared/permissions.ts'
import type { Texts } from '../../../src-shared/texts/index.ts'
import { leaveField } from '../../components/Button.tsx'
import { KeyLabel } from '../../components/KeyLabel.tsx'
import { useWords } from '../../state/words.ts'

/** One of the usual ones, or whatever was typed: the last that was given counts. */
export type Reason = { readonly oneTap: string | null; readonly typed: string }

/** A reason that was given before, as one of the usual ones where it is one. */
export const reasonOf = (oneTap: readonly string[], words: string): Reason =>
  oneTap.includes(words) ? { oneTap: words, typed: '' } : { oneTap: null, typed: words }

/** Empty: none was given yet. */
export const reasonWords = (reason: Reason): string => reason.oneTap ?? reason.typed.trim()

/** The usual reasons for what this permission is about; none where there are no usual ones. */
export function reasonsFor(texts: Texts, permission: Permission): readonly string[] {
  const usual: Partial<Readonly<Record<Permission, Readonly<Record<string, string>>>>> =
    texts.override.reasons
  return Object.values(usual[permission] ?? {})
}

export function ReasonChoice({
  oneTap,
  reason,
  onOneTap,
  onType,
  onLeave,
  field,
}: {
  readonly oneTap: readonly string[]
  readonly reason: Reason
  readonly onOneTap: (words: string) => void
  readonly onType: (typed: string) => void
  /** Enter or Esc in the field: done with typing. */
  readonly onLeave: () => void
  readonly field: Ref<HTMLInputElement>
}) {
  const { texts } = useWords()
  // The field cannot just be left: the dialog would give it the focus back.
  const onKeyDown = (event: KeyboardEvent) => {
    // This Enter or Esc is for the input method.
    if (event.nativeEvent.isComposing) return
    if (event.code === 'Enter' || event.code === 'NumpadEnter' || event.code === 'Escape') {
      onLeave()
    }
  }
  return (
    <section className="reasons-part">
      <h3 className="override-label" id="override-reason">
        {texts.override.reason}
      </h3>
      <ToggleButtonGroup
        className="reasons"
        aria-labelledby="override-reason"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={reason.oneTap === null ? [] : [reason.oneTap]}
      >
        {oneTap.map((words, place) => (
          <ToggleButton
            key={words}
            id={words}
            className="reason"
            onPressStart={leaveField}
            onPress={() => onOneTap(words)}
          >
            <KeyLabel name={`F${place + 1}`} />
            <span>{words}</span>
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <TextField
        className="field"
        value={reason.typed}
        maxLength={textLimit}
        autoComplete="off"
        onChange={onType}
        onKeyDown={onKeyDown}
      >
        <Label className="field-label reason-other">
          <KeyLabel name={`F${oneTap.length + 1}`} />
          {texts.override.reasonOther}
        </Label>
        <Input className="field-input" ref={field} />
      </TextField>
    </section>
  )
}
