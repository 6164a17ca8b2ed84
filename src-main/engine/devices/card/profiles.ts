/** What a terminal's profile makes of its protocol: the dialect, the times, what it may be asked for. */
import type { TerminalProfile, TerminalSkill } from '../../../../src-shared/contract/devices.ts'
import type { Dialect, Verb } from './dialect.ts'
import type { ExchangeTimes } from './exchange.ts'
import { hkTextDialect } from './hkText/dialect.ts'
import { hypercomDialect } from './hypercom/dialect.ts'
import { zvtDialect } from './zvt/dialect.ts'

/** Of the Hong Kong dollar (ISO 4217). */
const currency = 344

/** @param numberOf the running number of the next message, 1 to 999999 */
function protocolOf(profile: TerminalProfile, numberOf: () => number): Dialect {
  const { protocol, voidCode, saysMore, unclearCodes, password } = profile
  switch (protocol) {
    case 'hypercom':
      return hypercomDialect({ form: 'base', voidCode, saysMore, unclearCodes })
    case 'nets':
      return hypercomDialect({ form: 'nets', voidCode, saysMore, unclearCodes })
    case 'hkText':
      return hkTextDialect(numberOf)
    case 'zvt':
      return zvtDialect({ password, currency })
  }
}

const always: ReadonlySet<Verb> = new Set(['sale', 'lineTest'])

/** A fresh dialect for one line: what the protocol knows and this terminal does not, it cannot be asked. */
export function dialectOf(profile: TerminalProfile, numberOf: () => number): Dialect {
  const protocol = protocolOf(profile, numberOf)
  const has = (skill: Verb | TerminalSkill): boolean =>
    (profile.skills as readonly string[]).includes(skill)
  return {
    ...protocol,
    can: (verb) => protocol.can(verb) && (always.has(verb) || has(verb)),
    abort: has('abort') ? protocol.abort : null,
  }
}

export const timesOf = ({
  takenWithinMs,
  tries,
  betweenTriesMs,
  answerWithinMs,
  gapMs,
}: TerminalProfile): ExchangeTimes => ({
  takenWithinMs,
  tries,
  betweenTriesMs,
  answerWithinMs,
  gapMs,
})

/** ZVT has two stop bits. */
export const stopBitsOf = ({ protocol }: Pick<TerminalProfile, 'protocol'>): 1 | 2 =>
  protocol === 'zvt' ? 2 : 1
