/** One catalogue in three languages: the same keys by type, the same places by this rule. */
import { languages } from '../../src-shared/contract/counter.ts'

type Tree = { readonly [key: string]: string | Tree }

const leaves = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : leaves(value, `${path}${key}.`),
  )

const places = (text: string): string =>
  Array.from(text.matchAll(/\{(\w+)\}/gu), (match) => match[1] ?? '')
    .toSorted()
    .join(', ')

/**
 * @param catalogue the texts by language; English gives the shape
 * @returns what is missing or differs, as `language key: what`
 */
export function textFindings(catalogue: Readonly<Record<string, Tree>>): string[] {
  const english = new Map(leaves(catalogue['en'] ?? {}))
  const found: string[] = []
  for (const language of languages) {
    const texts = new Map(leaves(catalogue[language] ?? {}))
    for (const [key, text] of english) {
      const other = texts.get(key)
      if (other === undefined || other.trim() === '') found.push(`${language} ${key}: no text`)
      else if (places(other) !== places(text)) {
        found.push(`${language} ${key}: {${places(other)}} where English has {${places(text)}}`)
      }
    }
    for (const key of texts.keys()) {
      if (!english.has(key)) found.push(`${language} ${key}: English has no such text`)
    }
  }
  return found
}
