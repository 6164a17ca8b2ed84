/** The language of whoever works at the console. */
import type { Language } from '../../src-shared/contract/counter.ts'

/** From `LC_ALL`, `LC_MESSAGES` or `LANG`, as in `zh_HK.UTF-8`. */
export function languageOfSystem(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find(Boolean) ?? ''
  if (!/^zh/iu.test(locale)) return 'en'
  return /^zh[_-](?:CN|SG|Hans)/iu.test(locale) ? 'zh-Hans' : 'zh-Hant'
}
