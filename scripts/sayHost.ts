/** In one line, and in the person's language: which host, and why. */
import type { Language } from '../src-shared/contract/counter.ts'
import { never } from '../src-shared/result.ts'
import { fill, textsIn } from '../src-shared/texts/index.ts'
import { showDate, showMinute } from '../src-shared/texts/show.ts'
import type { Choice, Why } from './chooseHost.ts'
import type { NotFetched } from './electronBinary.ts'

export function sayHost(language: Language, choice: Choice): string {
  const { usesElectron, usesBrowser } = textsIn(language).host
  return choice.host === 'electron'
    ? fill(usesElectron, { version: choice.version })
    : fill(usesBrowser, { why: sayWhy(language, choice.why) })
}

function sayWhy(language: Language, why: Why): string {
  const texts = textsIn(language).host
  switch (why.kind) {
    case 'asked':
      return texts.whyAsked
    case 'noDisplay':
      return texts.whyNoDisplay
    case 'skipped':
      return texts.whySkipped
    case 'doesNotRun':
      return fill(texts.whyDoesNotRun, { reason: why.reason })
    case 'notFetched':
      return fill(texts.whyNotFetched, { reason: sayReason(language, why.because) })
    case 'notFetchedBefore':
      return fill(texts.whyNotFetchedBefore, {
        reason: sayReason(language, why.because),
        date: showDate(language, why.atMs),
        time: showMinute(why.atMs),
      })
    default:
      return never(why)
  }
}

function sayReason(language: Language, because: NotFetched): string {
  const texts = textsIn(language).host
  switch (because.kind) {
    case 'noAnswer':
      return fill(texts.noAnswer, { seconds: because.seconds })
    case 'tooLong':
      return fill(texts.takesTooLong, { minutes: because.minutes })
    case 'failed':
      return because.reason
    default:
      return never(because)
  }
}
