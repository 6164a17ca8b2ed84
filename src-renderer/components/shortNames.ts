import type { Language } from '../../src-shared/contract/counter.ts'

/** A language where there is room for one sign. The full name is read out with it. */
export const shortNames: Readonly<Record<Language, string>> = {
  en: 'EN',
  'zh-Hant': '繁',
  'zh-Hans': '简',
}
