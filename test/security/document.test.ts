/** `docs/security.md` names the test that shows each claim: here it is held to that. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Node } from 'oxc-parser'
import { describe, expect, test } from 'vitest'
import { Checkout } from '../tidy/checkout.ts'

const root = join(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'docs/security.md'), 'utf8')

/** `web-http` "path traversal": a test of that file whose title begins so. */
const named = (line: string): readonly { readonly file: string; readonly title: string }[] =>
  Array.from(line.matchAll(/`([\w-]+)` "([^"]+)"/gu), ([, file = '', title = '']) => ({
    file,
    title,
  }))

const testFiles = new Map(
  readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:test|spec)\.ts$/u.test(path))
    .map((path) => [basename(path).replace(/\.(?:test|spec)\.ts$/u, ''), join(root, 'test', path)]),
)

/** `test`, `describe`, and what hangs on them: `test.for(...)`. */
const isOfRunner = (callee: Node): boolean => {
  if (callee.type === 'Identifier') return /^(?:test|describe)$/u.test(callee.name)
  if (callee.type === 'MemberExpression') return isOfRunner(callee.object)
  return callee.type === 'CallExpression' && isOfRunner(callee.callee)
}

/** The titles of a file's tests and groups; of one that is put together, its beginning. */
function titlesIn(path: string): readonly string[] {
  const [source] = new Checkout({ [basename(path)]: readFileSync(path, 'utf8') }).sources()
  return (source?.nodes ?? []).flatMap((node) => {
    if (node.type !== 'CallExpression' || !isOfRunner(node.callee)) return []
    const [first] = node.arguments
    if (first?.type === 'Literal') return typeof first.value === 'string' ? [first.value] : []
    return first?.type === 'TemplateLiteral' ? [first.quasis[0]?.value.cooked ?? ''] : []
  })
}

const rows = text
  .slice(text.indexOf('## Attacks'))
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\| (?:-|Attack )/u.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))

describe('the list of attacks in docs/security.md', () => {
  test.for(named(text))('$file "$title" exists', ({ file, title }) => {
    const path = testFiles.get(file)
    expect(path, `no test file ${file}`).toBeDefined()
    const titles = titlesIn(path ?? '')
    expect(titles.length).toBeGreaterThan(0)
    expect(
      titles.filter((one) => one.startsWith(title)),
      title,
    ).not.toEqual([])
  })

  test('has for each attack what happens, and a test for it', () => {
    expect(rows.length).toBeGreaterThan(35)
    for (const [, attack = '', happens = '', ...shownBy] of rows) {
      expect(happens, attack).not.toBe('')
      expect(named(shownBy.join(' ')), attack).not.toEqual([])
      // Before the row's end: nothing is left open.
      expect(shownBy.slice(0, -1), attack).not.toContain('')
    }
  })

  test('leaves out no file of attacks', () => {
    const files = new Set(named(text).map(({ file }) => file))
    const ofAttacks = [...testFiles]
      .filter(([, path]) => /\/(?:security\/|e2e\/attacks)/u.test(path))
      .map(([name]) => name)
      .filter((name) => name !== 'document')
    expect(ofAttacks.filter((name) => !files.has(name))).toEqual([])
  })

  test('has each attack that was asked for', () => {
    const attacks = rows.map(([, attack = '']) => attack).join('\n')
    for (const words of [
      'Path traversal',
      'DNS rebinding',
      'Foreign origin',
      'token used twice',
      "instance's cookie",
      'foreign frame',
      'Navigation',
      'window.open',
      'webview',
      'Permission requests',
      'Oversized',
      'Malformed',
      'customer window calls more',
      'call without session',
      'Prototype pollution',
      'Markup',
      'Guessing a PIN',
      'PINs looked for',
      'Card numbers looked for',
    ]) {
      expect(attacks).toContain(words)
    }
  })
})
