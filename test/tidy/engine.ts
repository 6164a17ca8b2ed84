/** The engine takes time, chance and the world as parts: a test replays a whole day from a seed. */
import type { Node } from 'oxc-parser'
import { at, type Checkout, type Rule } from './checkout.ts'

const pure = ['src-main/engine', 'src-shared'] as const

/** A name that is read, not a key, a property or a declaration of that name. */
function isRead(node: Node): boolean {
  const { parent } = node
  if (!parent) return false
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed
  if (parent.type === 'Property') return parent.value === node || parent.computed
  return !/^(?:TS|Import|Export|MethodDefinition|PropertyDefinition|Label)/u.test(parent.type)
}

/** Every place where one of these names, or `object.property` pairs, is used. */
function uses(checkout: Checkout, names: readonly string[], why: string): string[] {
  const found: string[] = []
  for (const source of checkout.sources(...pure)) {
    for (const node of source.nodes) {
      if (node.type === 'Identifier' && names.includes(node.name) && isRead(node)) {
        found.push(at(source, node.start, `${node.name}: ${why}`))
      }
      if (node.type === 'MemberExpression' && node.object.type === 'Identifier') {
        const { property } = node
        const key = property.type === 'Identifier' ? property.name : propertyText(property)
        const pair = `${node.object.name}.${key}`
        if (names.includes(pair)) found.push(at(source, node.start, `${pair}: ${why}`))
      }
    }
  }
  return found
}

const propertyText = (node: Node): string => (node.type === 'Literal' ? String(node.value) : '')

/** `new Date()` without an argument, and `Date()`: both read the wall clock. */
const bareDates = (checkout: Checkout): string[] =>
  checkout.sources(...pure).flatMap((source) =>
    source.nodes.flatMap((node) => {
      const reads =
        (node.type === 'NewExpression' && node.arguments.length === 0) ||
        node.type === 'CallExpression'
      if (!reads || node.callee.type !== 'Identifier' || node.callee.name !== 'Date') return []
      return [at(source, node.start, 'Date without a time: ask parts.clock')]
    }),
  )

const clocks = [
  'Date.now',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'requestAnimationFrame',
  'Temporal',
]
const chances = ['Math.random', 'crypto', 'randomUUID', 'randomBytes', 'getRandomValues']
const worlds = [
  'process',
  'console',
  'fetch',
  'WebSocket',
  'EventSource',
  'XMLHttpRequest',
  'globalThis',
  'navigator',
  'localStorage',
  'require',
]

export const engineRules: readonly Rule[] = [
  {
    name: 'no clock in the engine',
    check: (checkout) => [...uses(checkout, clocks, 'ask parts.clock'), ...bareDates(checkout)],
    broken: [
      { 'src-main/engine/a.ts': 'const t = Date.now()' },
      { 'src-main/engine/a.ts': 'const t = Date["now"]()' },
      { 'src-main/engine/a.ts': 'const t = new Date()' },
      { 'src-main/engine/a.ts': 'const t = Date()' },
      { 'src-main/engine/a.ts': 'setTimeout(() => {}, 5)' },
      { 'src-main/engine/a.ts': 'const later = { wait: setInterval }' },
      { 'src-main/engine/a.ts': 'const t = performance.now()' },
      { 'src-shared/a.ts': 'export const now = Date.now' },
    ],
    sound: {
      'src-main/engine/a.ts':
        'const d = new Date(parts.clock.now())\nconst x = { setTimeout: 1 }\nx.setTimeout\n// Date.now()',
      'src-main/host/clock.ts': 'const t = Date.now()',
    },
  },
  {
    name: 'no randomness in the engine',
    check: (checkout) => uses(checkout, chances, 'ask parts.random'),
    broken: [
      { 'src-main/engine/a.ts': 'const r = Math.random()' },
      { 'src-main/engine/a.ts': 'const id = crypto.randomUUID()' },
      { 'src-shared/ids.ts': 'const id = randomBytes(10)' },
    ],
    sound: { 'src-main/engine/a.ts': 'const r = parts.random.bytes(10)' },
  },
  {
    name: 'the engine reaches no process, console or network of its own',
    check: (checkout) => uses(checkout, worlds, 'the engine takes the world as parts'),
    broken: [
      { 'src-main/engine/a.ts': 'const v = process.env.X' },
      { 'src-main/engine/a.ts': 'await fetch(url)' },
      { 'src-main/engine/a.ts': 'console.log(pin)' },
      { 'src-main/engine/a.ts': 'globalThis.setTimeout(f, 1)' },
    ],
    sound: {
      'src-main/engine/a.ts':
        'type A = { window: string }\nconst f = (a: A) => a.window\nconst b = { window: 1 }',
    },
  },
]
