import { GraduationCap } from 'lucide-react'
import { useRef } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { leaveField } from '../../components/Button.tsx'
import { useCall, useTraining } from '../../state/till.ts'
import { useWords } from '../../state/words.ts'
import type { Desk } from './useDesk.ts'

const shown = ['wechatPay', 'alipay', 'unionpayQr'] as const

/** In training: what a scanner would read off a customer's phone, taken as if it had. */
export function CustomerShows({ desk }: { readonly desk: Desk }) {
  const call = useCall()
  const training = useTraining()
  const { texts } = useWords()
  // The menu gives the focus back to its button, which must not take the Enter of the charge.
  const chosen = useRef(false)
  const button = useRef<HTMLButtonElement>(null)
  if (!training) return null
  const show = async (method: (typeof shown)[number]): Promise<void> => {
    const answer = await call('training.customerCode', { method })
    if (answer.ok) desk.scan(answer.value.text)
    else desk.say(answer.failure)
  }
  return (
    <MenuTrigger>
      <AriaButton
        className="button button-training"
        onPressStart={leaveField}
        ref={button}
        onFocus={() => {
          if (chosen.current) button.current?.blur()
          chosen.current = false
        }}
        data-testid="customer-shows"
      >
        <GraduationCap className="button-icon" aria-hidden />
        <span className="button-words">{texts.scan.customerShows}</span>
      </AriaButton>
      <Popover className="popover" placement="top start">
        <Menu
          className="menu"
          aria-label={texts.scan.customerShowsTitle}
          onAction={(key) => {
            const method = shown.find((id) => id === key)
            chosen.current = true
            if (method !== undefined) void show(method)
          }}
        >
          {shown.map((id) => (
            <MenuItem
              key={id}
              id={id}
              className="menu-item"
              textValue={texts.methods[id]}
              data-testid={`customer-shows-${id}`}
            >
              {texts.methods[id]}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
