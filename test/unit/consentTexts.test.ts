import { describe, expect, test } from 'vitest'
import { languages } from '../../src-shared/contract/counter.ts'
import { textLimit } from '../../src-shared/contract/define.ts'
import { roles, withOverrideOf } from '../../src-shared/permissions.ts'
import { textsIn } from '../../src-shared/texts/index.ts'

const overridable = [...new Set(roles.flatMap((role) => withOverrideOf[role]))]

describe.for(languages)('whatever somebody may consent to has in %s', (language) => {
  const { override } = textsIn(language)
  const words: Readonly<Record<string, string>> = override.to
  const reasons: Readonly<Record<string, Readonly<Record<string, string>>>> = override.reasons

  test.for(overridable)('words for the history and four usual reasons: %s', (permission) => {
    expect(words[permission] ?? '').not.toBe('')
    const usual = Object.values(reasons[permission] ?? {})
    expect(new Set(usual).size).toBe(4)
    // As the journal takes them.
    for (const reason of usual) expect(reason.length).toBeLessThanOrEqual(textLimit)
  })
})
