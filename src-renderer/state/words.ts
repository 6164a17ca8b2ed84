/** The catalogue in the language of this counter. */
import type { Language } from '../../src-shared/contract/counter.ts'
import type { Failure } from '../../src-shared/result.ts'
import { textsIn, type Texts } from '../../src-shared/texts/index.ts'
import { showFailure } from '../../src-shared/texts/show.ts'
import { useCounter } from './till.ts'

export type Words = {
  readonly language: Language
  readonly texts: Texts
  failure(failure: Failure): string
}

/** English until somebody has chosen. */
export function useWords(): Words {
  const language = useCounter()?.language ?? 'en'
  return {
    language,
    texts: textsIn(language),
    failure: (failure) => showFailure(language, failure),
  }
}
