import type { LucideIcon } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Check } from 'lucide-react'

/** A small menu of which one is chosen, behind one button. */
export function Choice<T extends string>(props: {
  readonly label: string
  readonly icon: LucideIcon
  readonly shown?: string
  readonly chosen: T
  readonly options: readonly { readonly id: T; readonly words: string; readonly lang?: string }[]
  readonly onChoose: (id: T) => void
  /** Where there is room for the menu. */
  readonly placement?: 'bottom end' | 'top start'
}) {
  const Icon = props.icon
  return (
    <MenuTrigger>
      <AriaButton
        className="button button-quiet bar-button"
        aria-label={[props.label, props.shown].filter(Boolean).join(' ')}
      >
        <Icon className="button-icon" aria-hidden />
        {props.shown !== undefined && <span className="button-words">{props.shown}</span>}
      </AriaButton>
      <Popover className="popover" placement={props.placement ?? 'bottom end'}>
        <Menu
          className="menu"
          aria-label={props.label}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[props.chosen]}
          onAction={(key) => {
            const option = props.options.find(({ id }) => id === key)
            if (option) props.onChoose(option.id)
          }}
        >
          {props.options.map(({ id, words, lang }) => (
            <MenuItem key={id} id={id} className="menu-item" textValue={words}>
              <span lang={lang}>{words}</span>
              {id === props.chosen && <Check className="menu-check" aria-hidden />}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
