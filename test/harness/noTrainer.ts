/** The other side of a training till where nobody trains. */
import type { TrainingParties } from '../../src-main/engine/parts.ts'

export const noTrainer: Omit<TrainingParties, 'staff'> = {
  behave: () => undefined,
  customerPays: () => false,
  customerCode: () => '',
  prepare: () => undefined,
  prepareTerminal: () => undefined,
  setPlugged: () => undefined,
  prepareOctopus: () => undefined,
  holdOctopus: () => undefined,
  setOctopusPlugged: () => undefined,
  setNetwork: () => undefined,
  setChannel: () => undefined,
  setClock: () => undefined,
  reset: () => undefined,
  view: () => ({
    next: null,
    usualPauseMs: null,
    networkOn: true,
    channels: [],
    terminals: { next: null, plugged: true },
    octopus: { next: null, card: null, plugged: true },
    clockAheadMs: 0,
  }),
}
