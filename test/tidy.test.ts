/**
 * The rules of docs/architecture.md that a test can hold. Each is a test of its own, and each
 * is shown to fail on a checkout that breaks it. The rules are in `tidy/`.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { languages } from '../src-shared/contract/counter.ts'
import { textsIn } from '../src-shared/texts/index.ts'
import { Checkout } from './tidy/checkout.ts'
import { engineRules } from './tidy/engine.ts'
import { importRules } from './tidy/imports.ts'
import { journalRules } from './tidy/journal.ts'
import { moneyRules } from './tidy/money.ts'
import { packageRules } from './tidy/packages.ts'
import { sourceRules } from './tidy/sources.ts'
import { textFindings } from './tidy/texts.ts'

const listFiles = (...args: readonly string[]): string[] =>
  execFileSync('git', ['ls-files', '--exclude-standard', '-z', ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\0')
    .filter((path) => path !== '' && existsSync(path))

/** Tracked files and new ones that are not ignored: what the next commit can hold. */
function ownCheckout(): Checkout {
  const paths = listFiles('--cached', '--others')
  return new Checkout(Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'utf8')])))
}

const rules = [
  ...importRules,
  ...engineRules,
  ...moneyRules,
  ...journalRules,
  ...sourceRules,
  ...packageRules,
]
const checkout = ownCheckout()

describe('the checkout keeps its rules', () => {
  test.for(rules)('$name', ({ check }) => {
    expect(check(checkout)).toEqual([])
  })

  // The linter, the formatter and knip pass over what git ignores, and a clone lacks it.
  test('no file of the program is ignored by git', () => {
    const places = ['src-*', 'scripts', 'test', 'docs', 'resources', '.ci']
    expect(listFiles('--others', '--ignored', '--', ...places)).toEqual([])
  })

  test('every text has the same {places} in all three languages', () => {
    expect(textFindings(Object.fromEntries(languages.map((l) => [l, textsIn(l)])))).toEqual([])
  })
})

describe('each rule can fail, and says where', () => {
  test.for(rules)('$name', ({ check, broken, sound = {} }) => {
    for (const files of broken) {
      const found = check(new Checkout(files))
      expect(found, JSON.stringify(files)).not.toEqual([])
      expect(found.filter((finding) => !/^[\w./-]+:\d+ ./u.test(finding))).toEqual([])
    }
    expect(check(new Checkout(sound))).toEqual([])
  })

  test('every text has the same {places} in all three languages', () => {
    const right = { sale: { rest: 'Left: {amount}' } }
    const catalogue = { en: right, 'zh-Hant': right, 'zh-Hans': right }
    expect(textFindings(catalogue)).toEqual([])
    for (const wrong of [
      { sale: { rest: '尚欠 {sum}' } },
      { sale: { rest: ' ' } },
      { sale: {} },
      { sale: { rest: '尚欠 {amount}', more: 'x' } },
    ]) {
      expect(textFindings({ ...catalogue, 'zh-Hans': wrong })).toHaveLength(1)
    }
  })
})
