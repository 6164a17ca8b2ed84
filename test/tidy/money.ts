/** Money is an integer of minor units, and numbers say what they count. */
import type { Node } from 'oxc-parser'
import { at, type Checkout, type Rule, type Source } from './checkout.ts'

const program = ['src-main', 'src-shared', 'src-renderer', 'src-preload'] as const

/** The name at the end of `a`, `this.a`, `x.y.a`, `x?.a`; empty for anything else. */
function lastName(node: Node): string {
  if (node.type === 'Identifier') return node.name
  if (node.type === 'MemberExpression') return lastName(node.property)
  if (node.type === 'ChainExpression') return lastName(node.expression)
  if (node.type === 'UnaryExpression') return lastName(node.argument)
  return ''
}

const isMinor = (node: Node): boolean => /(?:^m|M)inor$/u.test(lastName(node))

const isFraction = (node: Node): boolean =>
  node.type === 'Literal' && typeof node.value === 'number' && !Number.isInteger(node.value)

const isPowerOfTen = (node: Node): boolean =>
  node.type === 'Literal' && typeof node.value === 'number' && /^10+$/u.test(String(node.value))

/** Why this node is floating point on money, or null. */
function floatReason(node: Node): string | null {
  if (node.type === 'Identifier' && node.name === 'parseFloat') {
    return 'parseFloat: read amounts with readAmount'
  }
  if (node.type === 'MemberExpression' && node.property.type === 'Identifier') {
    const { name } = node.property
    if (name === 'toFixed' || name === 'toPrecision') {
      return `${name}: write amounts with writeAmount or showAmount`
    }
    if (name === 'toLocaleString' && isMinor(node.object)) return 'write amounts with showAmount'
    if (name === 'NumberFormat') return 'Intl.NumberFormat: write amounts with showAmount'
  }
  if (node.type === 'BinaryExpression' || node.type === 'AssignmentExpression') {
    const operator = node.operator.replace('=', '')
    const { left, right } = node
    if (!isMinor(left) && !isMinor(right)) return null
    if (operator === '/' || operator === '**') return `"${operator}" leaves the integers`
    if (operator === '*' && [left, right].some((side) => isFraction(side) || isPowerOfTen(side))) {
      return 'an amount is not scaled: it is in minor units already'
    }
    if (isFraction(left) || isFraction(right)) return 'a fraction beside an amount'
  }
  return null
}

const floats = (source: Source): string[] =>
  source.nodes.flatMap((node) => {
    const reason = floatReason(node)
    return reason === null ? [] : [at(source, node.start, reason)]
  })

const unitless =
  /(?:^|[a-z])(?:amount|price|balance|timeout|delay|duration|interval|elapsed|Amount|Price|Balance|Timeout|Delay|Duration|Interval|Elapsed|At|Until)$/u

/** Names declared as `number`, be it a parameter, a field or a variable. */
function numberNames(node: Node): string[] {
  if (node.type === 'TSPropertySignature' || node.type === 'PropertyDefinition') {
    const typed = node.typeAnnotation?.typeAnnotation.type === 'TSNumberKeyword'
    return typed && node.key.type === 'Identifier' ? [node.key.name] : []
  }
  if (node.type === 'Identifier') {
    return node.typeAnnotation?.typeAnnotation.type === 'TSNumberKeyword' ? [node.name] : []
  }
  return []
}

/** In the contract: a field of cents ends in Minor, a field of whole numbers in its unit. */
function contractField(node: Node, text: string): string | null {
  if (node.type !== 'Property' || node.key.type !== 'Identifier') return null
  const { name } = node.key
  const value = text.slice(node.value.start, node.value.end)
  if (value.startsWith('minorSchema') && !name.endsWith('Minor')) {
    return `${name} is cents: end its name in Minor`
  }
  if (/^z\.(?:int|number)\(/u.test(value) && unitless.test(name)) {
    return `${name} is a number: end its name in its unit (Minor, Ms)`
  }
  return null
}

function unitFindings(checkout: Checkout): string[] {
  const declared = checkout.sources(...program).flatMap((source) =>
    source.nodes.flatMap((node) =>
      numberNames(node)
        .filter((name) => unitless.test(name))
        .map((name) => at(source, node.start, `${name} is a number: end its name in its unit`)),
    ),
  )
  const contract = checkout.sources('src-shared').flatMap((source) =>
    source.nodes.flatMap((node) => {
      const reason = contractField(node, source.text)
      return reason === null ? [] : [at(source, node.start, reason)]
    }),
  )
  return [...declared, ...contract]
}

export const moneyRules: readonly Rule[] = [
  {
    name: 'no floating point touches an amount',
    check: (checkout) => checkout.sources(...program).flatMap(floats),
    broken: [
      { 'src-shared/a.ts': 'const a = parseFloat(text)' },
      { 'src-shared/a.ts': 'const a = Number.parseFloat(text)' },
      { 'src-renderer/a.tsx': 'const a = <b>{dollars.toFixed(2)}</b>' },
      { 'src-main/engine/a.ts': 'const a = payment.amountMinor / 100' },
      { 'src-main/engine/a.ts': 'let totalMinor = 1; totalMinor /= 2' },
      { 'src-main/engine/a.ts': 'const a = 100 * amountMinor' },
      { 'src-main/engine/a.ts': 'const a = sale?.restMinor * 0.01' },
      { 'src-main/engine/a.ts': 'const a = Math.round(-restMinor / 10)' },
      { 'src-renderer/a.ts': "new Intl.NumberFormat('en', { style: 'currency' })" },
    ],
    sound: {
      'src-main/engine/a.ts': [
        'const over = restMinor % 10',
        'const sumMinor = count * valueMinor + 5',
        'const seconds = elapsedMs / 1000',
      ].join('\n'),
    },
  },
  {
    name: 'a number of money or time ends in its unit',
    check: unitFindings,
    broken: [
      { 'src-main/a.ts': 'type A = { readonly amount: number }' },
      { 'src-main/a.ts': 'const wait = (retryDelay: number) => retryDelay' },
      { 'src-main/a.ts': 'class A { expiresAt: number = 0 }' },
      { 'src-shared/contract/a.ts': 'z.object({ total: minorSchema })' },
      { 'src-shared/contract/a.ts': 'z.object({ openedAt: z.int().min(0) })' },
    ],
    sound: {
      'src-main/a.ts': 'type A = { amountMinor: number; delayMs: number; amount: Money; at: Date }',
      'src-shared/contract/a.ts': 'z.object({ totalMinor: minorSchema.nullable(), atMs: z.int() })',
    },
  },
]
