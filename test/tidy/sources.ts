/** How sources are written: what the type checker and the linter cannot say, or could be told not to. */
import type { Node } from 'oxc-parser'
import { at, type Checkout, type Rule } from './checkout.ts'

/** Longer than this, and two ideas live in the file. */
const maxLines = 400

const onComments = (checkout: Checkout, pattern: RegExp, what: string): string[] =>
  checkout
    .sources()
    .flatMap((source) =>
      source.comments
        .filter((comment) => pattern.test(comment.text))
        .map((comment) => `${source.path}:${comment.line} ${what}`),
    )

const anyTypes = (checkout: Checkout): string[] =>
  checkout
    .sources()
    .flatMap((source) =>
      source.nodes
        .filter((node) => node.type === 'TSAnyKeyword')
        .map((node) => at(source, node.start, 'any: say what it is, or `unknown`')),
    )

const isText = (node: Node | undefined): boolean =>
  node?.type === 'TemplateLiteral' ||
  (node?.type === 'Literal' && typeof node.value === 'string' && node.value.trim() !== '')

/**
 * A test that does not run must print why. Sound are `skip('why')` on a test's context and
 * Playwright's `test.skip(condition, 'why')`.
 */
function silentSkip(node: Node): string | null {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return null
  const { object, property } = node.callee
  if (property.type !== 'Identifier') return null
  const onRunner = /^(?:test|it|describe)\b/u.test(nameOf(object))
  const [first, second] = node.arguments
  switch (property.name) {
    case 'only':
      return onRunner ? 'only: every test runs' : null
    case 'todo':
    case 'skipIf':
    case 'runIf':
      return onRunner ? `${property.name}: prints no reason; use skip(condition, reason)` : null
    case 'skip':
    case 'fixme':
      if (onRunner) {
        return !isText(first) && isText(second) ? null : `${property.name}: give the reason`
      }
      return /^(?:ctx|context|t|task|testInfo)$/u.test(nameOf(object)) &&
        !isText(first) &&
        !isText(second)
        ? `${property.name}: give the reason`
        : null
    default:
      return null
  }
}

const nameOf = (node: Node): string => {
  if (node.type === 'Identifier') return node.name
  return node.type === 'MemberExpression' ? nameOf(node.object) : ''
}

export const sourceRules: readonly Rule[] = [
  {
    name: 'no any',
    check: anyTypes,
    broken: [
      { 'src-main/a.ts': 'const a: any = 1' },
      { 'test/unit/a.ts': 'const a = b as unknown as Record<string, any>' },
    ],
    sound: { 'src-main/a.ts': "const any = 'any' // any" },
  },
  {
    name: 'no checker is told to look away',
    check: (checkout) => [
      ...onComments(
        checkout,
        /@ts-(?:ignore|expect-error|nocheck)|(?:oxlint|eslint)-disable|(?:prettier|oxfmt)-ignore|knip-ignore|[cv]8 ignore|istanbul ignore/u,
        'a checker is told to look away: mend the cause, or change the rule for all with its reason',
      ),
    ],
    broken: [
      { 'src-main/a.ts': '// @ts-expect-error wrong\nx()' },
      { 'src-main/a.ts': '/* oxlint-disable */' },
      { 'src-renderer/a.tsx': 'const a = <b>{/* eslint-disable-next-line */}</b>' },
    ],
    sound: { 'test/a.ts': "const a = '// @ts-ignore'" },
  },
  {
    name: 'no work is left as a note in a comment',
    check: (checkout) =>
      onComments(checkout, /\b(?:TODO|FIXME|XXX|HACK)\b/u, 'do it now, or open an issue'),
    broken: [{ 'src-main/a.ts': '// TODO later' }, { 'src-main/a.ts': '/** FIXME */' }],
  },
  {
    name: 'a test that is skipped prints why, and none runs alone',
    check: (checkout) =>
      checkout.sources('test').flatMap((source) =>
        source.nodes.flatMap((node) => {
          const reason = silentSkip(node)
          return reason === null ? [] : [at(source, node.start, reason)]
        }),
      ),
    broken: [
      { 'test/a.ts': "test.skip('a promise', () => {})" },
      { 'test/a.ts': "describe.only('x', () => {})" },
      { 'test/a.ts': "test.todo('x')" },
      { 'test/a.ts': "test.skipIf(noBrowser)('x', () => {})" },
      { 'test/a.ts': "test('x', (ctx) => { ctx.skip() })" },
      { 'test/a.ts': "test('x', () => { test.skip(noBrowser) })" },
    ],
    sound: {
      'test/a.ts': "test.skip(!there, 'no Electron here')\ntest('x', (ctx) => ctx.skip('why'))",
    },
  },
  {
    name: `a source has at most ${maxLines} lines`,
    check: (checkout) =>
      Array.from(checkout.files)
        .filter(([path]) => /\.(?:tsx?|css|sql)$/u.test(path))
        .map(([path, text]) => ({ path, lines: text.split('\n').length - 1 }))
        .filter(({ lines }) => lines > maxLines)
        .map(({ path, lines }) => `${path}:${lines} lines: two ideas live there`),
    broken: [{ 'src-main/a.ts': 'x\n'.repeat(maxLines + 1) }],
    sound: { 'src-main/a.ts': 'x\n'.repeat(maxLines), 'README.md': 'x\n'.repeat(900) },
  },
]
