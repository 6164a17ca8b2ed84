/** What `resources/octopus-link.md` says, as a program reads it: its example frames and its tables. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Message } from '../../src-main/engine/devices/octopus/messages.ts'

const document = readFileSync(join(import.meta.dirname, '../../resources/octopus-link.md'), 'utf8')

export type Example = {
  readonly title: string
  readonly sequence: number
  /** In hexadecimal digits. */
  readonly hex: string
  readonly message: Message
}

const block =
  /^```link\n# (?<title>.+)\n(?<kind>\w+)(?: (?<what>\w+))?, sequence (?<sequence>\d+)\n(?<hex>[\dA-F \n]+)\n(?<body>\{.*\})\n```$/gmu

export const examples: readonly Example[] = [...document.matchAll(block)].map(({ groups = {} }) => {
  const { title = '', kind, what, sequence, hex = '', body = '' } = groups
  const named = kind === 'event' ? { event: what } : kind === 'error' ? {} : { call: what }
  return {
    title,
    sequence: Number(sequence),
    hex: hex.replaceAll(/\s/gu, '').toLowerCase(),
    message: { kind, ...named, body: JSON.parse(body) as unknown } as Message,
  }
})

/** @returns how many blocks of examples there are, however they are written */
export const blocksOfExamples = (): number => document.split('```link').length - 1

/** @returns the cells of the rows of the table below a heading with these words */
export function tableOf(...heading: readonly string[]): readonly (readonly string[])[] {
  const cells = (line: string): string[] =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
  const lines = document.split('\n')
  const start = lines.findIndex((line) => cells(line).join(' ') === heading.join(' '))
  if (start < 0) throw new Error(`no table of ${heading.join(', ')}`)
  const rows = lines.slice(start + 2)
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map(cells)
}
