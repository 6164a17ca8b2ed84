/** What the end of a question to a terminal says of a payment. Pure. What nobody said is never a refusal. */
import type { ChannelAnswer } from '../../channels/channel.ts'
import { notBegun, saysOf, type About } from './evidence.ts'
import type { Ended } from './exchange.ts'

/** Why nothing was charged, as the till's own words: no terminal said so. */
export const notTakenReasons = {
  notSent: 'terminalAway',
  notTaken: 'terminalRefused',
  busy: 'terminalBusy',
  noAnswer: 'terminalSilent',
} as const

/** Why nobody knows, as the till's own words. */
const lostReasons = {
  silent: 'terminalNoAck',
  tooLate: 'terminalNoResult',
  unplugged: 'terminalUnplugged',
} as const

/** It is there, and cannot say. */
export const cannotSay = (reason: string) => ({ kind: 'noAnswer', reason, alive: true }) as const

/** It could not even be asked. */
export const unasked = (ended: Exclude<Ended, { kind: 'settled' }>): ChannelAnswer =>
  ended.kind === 'notSent' || ended.kind === 'noAnswer'
    ? { kind: 'noAnswer', reason: 'terminalUnplugged' }
    : cannotSay('terminalAtOther')

/** What the end of what moves money says of it. */
export function answerOf(about: About, ended: Ended): ChannelAnswer {
  switch (ended.kind) {
    case 'settled': {
      const { final } = ended
      return final.outcome === 'unclear' ? cannotSay('terminalGaveUp') : saysOf(about, final)
    }
    case 'notSent':
    case 'notTaken':
    case 'busy':
      // Nothing can have been charged: what was asked for was not taken.
      return notBegun(about, notTakenReasons[ended.kind])
    case 'ready':
      return cannotSay('terminalNoResult')
    case 'noAnswer':
      return { kind: 'noAnswer', reason: lostReasons[ended.reason] }
  }
}
