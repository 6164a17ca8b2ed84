/** What a trainer asks of the simulated parties; refused where there are none. */
import { done, failed } from '../../src-shared/result.ts'
import type { Handlers } from './door.ts'
import type { TrainingParties } from './parts.ts'
import { refuse, type Plan } from './plan.ts'

type TrainingCall = Extract<keyof Handlers, `training.${string}`>

export function trainingHandlers(parties: TrainingParties | null): Pick<Handlers, TrainingCall> {
  /** Nothing of it is journaled: it happens to the other side. */
  const tell = (what: (parties: TrainingParties) => void): Plan<null> =>
    parties ? { answer: done(null), after: () => what(parties) } : refuse(failed('notInTraining'))

  return {
    'training.customerPays': ({ paymentId, amountMinor }) => {
      if (!parties) return refuse(failed('notInTraining'))
      const pays = parties.customerPays(paymentId, amountMinor ?? null)
      return { answer: pays ? done(null) : failed('notWaitingForMoney') }
    },
    'training.customerCode': ({ method }) =>
      parties
        ? { answer: done({ text: parties.customerCode(method) }) }
        : refuse(failed('notInTraining')),
    'training.setChannel': ({ id, state }) => tell((all) => all.setChannel(id, state)),
    'training.prepare': ({ next }) => tell((all) => all.prepare(next)),
    'training.prepareTerminal': ({ next }) => tell((all) => all.prepareTerminal(next)),
    'training.setPlugged': ({ plugged }) => tell((all) => all.setPlugged(plugged)),
    'training.prepareOctopus': ({ next }) => tell((all) => all.prepareOctopus(next)),
    'training.holdOctopus': ({ card }) => tell((all) => all.holdOctopus(card)),
    'training.setOctopusPlugged': ({ plugged }) => tell((all) => all.setOctopusPlugged(plugged)),
    'training.setNetwork': ({ on }) => tell((all) => all.setNetwork(on)),
    'training.setClock': ({ aheadMs }) => tell((all) => all.setClock(aheadMs)),
    'training.reset': () => tell((all) => all.reset()),
  }
}
