import { Wifi, WifiOff } from 'lucide-react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import {
  trainingChannelStates,
  type TrainingChannelState,
  type TrainingView,
} from '../../../src-shared/contract/training.ts'
import { useWords } from '../../state/words.ts'

/** The network, which is all of them, and each aggregator alone. */
export function TrainingLines({
  training,
  onNetwork,
  onChannel,
}: {
  readonly training: NonNullable<TrainingView>
  readonly onNetwork: (on: boolean) => void
  readonly onChannel: (id: string, state: TrainingChannelState) => void
}) {
  const { texts } = useWords()
  const { network, networkName, networkOn, networkOff, networkMeans, channelStates } =
    texts.training
  return (
    <section className="training-part">
      <h3 className="training-label">{network}</h3>
      <div className="training-line">
        <span className="training-line-name" id="training-network">
          {networkName}
        </span>
        <ToggleButtonGroup
          className="training-switch"
          aria-labelledby="training-network"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[training.networkOn ? 'on' : 'off']}
          onSelectionChange={(keys) => onNetwork(keys.has('on'))}
        >
          <ToggleButton className="training-option" id="on">
            <Wifi aria-hidden />
            {networkOn}
          </ToggleButton>
          <ToggleButton className="training-option" id="off">
            <WifiOff aria-hidden />
            {networkOff}
          </ToggleButton>
        </ToggleButtonGroup>
      </div>
      {training.channels.map(({ id, state }) => (
        <div key={id} className="training-line" data-testid={`training-channel-${id}`}>
          <span className="training-line-name" id={`training-channel-${id}`}>
            {id}
          </span>
          <ToggleButtonGroup
            className="training-switch"
            aria-labelledby={`training-channel-${id}`}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[state]}
            onSelectionChange={(keys) => {
              const next = trainingChannelStates.find((one) => keys.has(one))
              if (next !== undefined) onChannel(id, next)
            }}
          >
            {trainingChannelStates.map((one) => (
              <ToggleButton key={one} className="training-option" id={one}>
                {channelStates[one]}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        </div>
      ))}
      <p className="training-means">{networkMeans}</p>
    </section>
  )
}
