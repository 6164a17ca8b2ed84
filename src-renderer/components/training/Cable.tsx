import { Plug, Unplug } from 'lucide-react'
import { useId } from 'react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'

/** The cable of a simulated device: in, or pulled. */
export function Cable(props: {
  readonly words: { readonly cable: string; readonly pluggedIn: string; readonly pulled: string }
  readonly plugged: boolean
  readonly onPlugged: (plugged: boolean) => void
}) {
  const { words, plugged, onPlugged } = props
  const label = useId()
  return (
    <div className="training-line">
      <span className="training-line-name" id={label}>
        {words.cable}
      </span>
      <ToggleButtonGroup
        className="training-switch"
        aria-labelledby={label}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[plugged ? 'in' : 'out']}
        onSelectionChange={(keys) => onPlugged(keys.has('in'))}
      >
        <ToggleButton className="training-option" id="in">
          <Plug aria-hidden />
          {words.pluggedIn}
        </ToggleButton>
        <ToggleButton className="training-option" id="out">
          <Unplug aria-hidden />
          {words.pulled}
        </ToggleButton>
      </ToggleButtonGroup>
    </div>
  )
}
