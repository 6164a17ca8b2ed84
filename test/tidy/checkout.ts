/**
 * The checkout as the tidy rules see it: paths, texts and syntax trees. A rule is a pure
 * function of it, so that each rule can be shown to fail on a checkout that breaks it.
 */
import { posix } from 'node:path'
import { parseSync, visitorKeys, type Node, type Program } from 'oxc-parser'

export type Rule = {
  /** The promise; the test bears its name. */
  readonly name: string
  /** @returns what breaks the rule, each as `path:line what and why` */
  readonly check: (checkout: Checkout) => readonly string[]
  /** Checkouts that break it, each as path -> text. Proof that the rule can fail. */
  readonly broken: readonly Files[]
  /** A checkout that comes close and is fine. */
  readonly sound?: Files
}

export type Files = Readonly<Record<string, string>>

export type Import = {
  readonly line: number
  /** As written: `./money.ts`, `zod`. */
  readonly specifier: string
  /** Path inside the checkout for a relative import, else null. */
  readonly target: string | null
  /** Erased by the compiler: `import type`, or only `type` names. */
  readonly typeOnly: boolean
  /** Imported names; `*` for a namespace, empty for `import 'x'` and `import()`. */
  readonly names: readonly string[]
}

/** Stands for the specifier of `import(x)`, which no rule can follow. */
export const computed = '(computed)'

export type Source = {
  readonly path: string
  readonly text: string
  readonly program: Program
  readonly imports: readonly Import[]
  readonly comments: readonly { readonly text: string; readonly line: number }[]
  /** Every node, parents before children, each with `parent` set. */
  readonly nodes: readonly Node[]
  lineOf(offset: number): number
}

export class Checkout {
  readonly files: ReadonlyMap<string, string>
  readonly #parsed = new Map<string, Source>()

  constructor(files: Files) {
    this.files = new Map(Object.entries(files))
  }

  text(path: string): string {
    return this.files.get(path) ?? ''
  }

  /** TypeScript files below these folders (or at these paths). None named: all. */
  sources(...places: readonly string[]): readonly Source[] {
    const found: Source[] = []
    for (const [path, text] of this.files) {
      if (!/\.tsx?$/u.test(path)) continue
      if (places.length > 0 && !places.some((place) => isIn(path, place))) continue
      let source = this.#parsed.get(path)
      if (source === undefined) {
        source = parse(path, text)
        this.#parsed.set(path, source)
      }
      found.push(source)
    }
    return found
  }
}

/** Whether `path` is `place` or lies below it. */
export const isIn = (path: string, place: string): boolean =>
  path === place || path.startsWith(place.endsWith('/') ? place : `${place}/`)

export const at = (source: Source, offset: number, what: string): string =>
  `${source.path}:${source.lineOf(offset)} ${what}`

/** `path:line what` for each match of `pattern` (with the g flag) in a text that is no source. */
export function matches(path: string, text: string, pattern: RegExp, what: string): string[] {
  return Array.from(
    text.matchAll(pattern),
    (match) => `${path}:${text.slice(0, match.index).split('\n').length} ${what}: ${match[0]}`,
  )
}

function parse(path: string, text: string): Source {
  const parsed = parseSync(path, text, { preserveParens: false })
  if (parsed.errors.length > 0) {
    throw new Error(`${path} does not parse: ${parsed.errors.map((e) => e.message).join('; ')}`)
  }
  const lineStarts = [0]
  for (let i = 0; i < text.length; i += 1) if (text[i] === '\n') lineStarts.push(i + 1)
  const lineOf = (offset: number): number => lineStarts.filter((start) => start <= offset).length
  const nodes: Node[] = []
  collect(parsed.program, undefined, nodes)
  return {
    path,
    text,
    program: parsed.program,
    nodes,
    lineOf,
    imports: importsOf(path, nodes, lineOf),
    comments: parsed.comments.map((comment) => ({
      text: comment.value,
      line: lineOf(comment.start),
    })),
  }
}

function collect(node: Node, parent: Node | undefined, into: Node[]): void {
  if (parent) node.parent = parent
  into.push(node)
  const fields = node as unknown as Readonly<Record<string, unknown>>
  for (const key of visitorKeys[node.type] ?? []) {
    for (const child of [fields[key]].flat()) {
      if (child !== null && child !== undefined) collect(child as Node, node, into)
    }
  }
}

function importsOf(
  path: string,
  nodes: readonly Node[],
  lineOf: (offset: number) => number,
): Import[] {
  const imports: Import[] = []
  const add = (
    from: Node,
    specifier: string,
    typeOnly: boolean,
    names: readonly string[],
  ): void => {
    const plain = specifier.replace(/\?.*$/u, '')
    const target = plain.startsWith('.') ? posix.join(posix.dirname(path), plain) : null
    imports.push({ line: lineOf(from.start), specifier, target, typeOnly, names })
  }
  for (const node of nodes) {
    if (node.type === 'ImportDeclaration') {
      const names = node.specifiers.map((specifier) =>
        specifier.type === 'ImportSpecifier' && specifier.imported.type === 'Identifier'
          ? specifier.imported.name
          : '*',
      )
      const eachIsType =
        node.specifiers.length > 0 &&
        node.specifiers.every((s) => s.type === 'ImportSpecifier' && s.importKind === 'type')
      add(node, node.source.value, node.importKind === 'type' || eachIsType, names)
    } else if (node.type === 'ExportNamedDeclaration' && node.source) {
      add(node, node.source.value, node.exportKind === 'type', ['*'])
    } else if (node.type === 'ExportAllDeclaration') {
      add(node, node.source.value, node.exportKind === 'type', ['*'])
    } else if (node.type === 'ImportExpression') {
      add(node, literal(node.source), false, [])
    } else if (node.type === 'TSImportType') {
      add(node, node.source.value, true, [])
    } else if (
      node.type === 'CallExpression' &&
      node.callee.type === 'Identifier' &&
      node.callee.name === 'require'
    ) {
      add(node, literal(node.arguments[0]), false, [])
    }
  }
  return imports
}

const literal = (node: Node | undefined): string =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : computed
