import type { LucideIcon } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
} from 'react-aria-components/Button'

type ButtonProps = Omit<AriaButtonProps, 'children' | 'className' | 'isPending'> & {
  /** `primary` is the one next step of a screen; `danger` ends something. */
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger' | 'training'
  readonly icon?: LucideIcon
  /** A call is under way: the press counts, and another does not. */
  readonly busy?: boolean
  readonly className?: string
  readonly ref?: Ref<HTMLButtonElement>
  readonly children?: ReactNode
}

/** Every button of the till. */
export function Button({
  look = 'plain',
  icon: Icon,
  busy = false,
  className = '',
  children,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      className={`button button-${look} ${className}`}
      isPending={busy}
      onPressStart={leaveField}
    >
      {Icon && <Icon className="button-icon" aria-hidden />}
      {children !== undefined && <span className="button-words">{children}</span>}
    </AriaButton>
  )
}

/** Whoever presses a button has done with typing: the digits that follow are an amount again. */
export function leaveField(): void {
  const field = document.activeElement
  if (!(field instanceof HTMLInputElement)) return
  // A dialog that just lost its focus would give it back to the field.
  const dialog = field.closest('[role=dialog], [role=alertdialog]')
  if (dialog instanceof HTMLElement) dialog.focus()
  else field.blur()
}
