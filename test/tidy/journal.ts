/** Migrations run forward for ever, and the journal only grows. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { at, type Checkout, type Rule } from './checkout.ts'

const folder = 'src-main/engine/journal/migrations/'
const releasedList = 'test/released-migrations.json'
const releasedSchema = z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/u))

const migrations = (checkout: Checkout): string[] =>
  Array.from(checkout.files.keys())
    .filter((path) => path.startsWith(folder))
    .toSorted()

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

function numbering(checkout: Checkout): string[] {
  return migrations(checkout).flatMap((path, index) => {
    const expected = String(index + 1).padStart(4, '0')
    const name = path.slice(folder.length)
    return /^\d{4}-[a-z0-9-]+\.sql$/u.test(name) && name.startsWith(`${expected}-`)
      ? []
      : [`${path}:1 expected ${expected}-name.sql here: numbers run without gaps`]
  })
}

function released(checkout: Checkout): string[] {
  const hashes = releasedSchema.parse(JSON.parse(checkout.text(releasedList)))
  return Object.entries(hashes).flatMap(([name, hash]) => {
    const text = checkout.files.get(folder + name)
    if (text === undefined) return [`${folder}${name}:1 was released and is gone`]
    return sha256(text) === hash
      ? []
      : [`${folder}${name}:1 was released and has changed: write a new migration instead`]
  })
}

/** Text of a statement that changes or removes rows of the journal. */
const rewriting = /\b(?:update|delete\s+from|replace\s+into|drop\s+table)\s+"?journal\b/iu

export const journalRules: readonly Rule[] = [
  {
    name: 'migrations are numbered from 0001 without gaps',
    check: numbering,
    broken: [
      { [`${folder}0002-more.sql`]: '' },
      { [`${folder}0001-first.sql`]: '', [`${folder}0003-third.sql`]: '' },
      { [`${folder}0001-first.sql`]: '', [`${folder}0001-again.sql`]: '' },
      { [`${folder}notes.txt`]: '' },
    ],
    sound: { [`${folder}0001-first.sql`]: '', [`${folder}0002-second.sql`]: '' },
  },
  {
    name: 'a released migration is never changed or removed',
    check: released,
    broken: [
      { [releasedList]: JSON.stringify({ '0001-first.sql': sha256('a') }) },
      {
        [releasedList]: JSON.stringify({ '0001-first.sql': sha256('a') }),
        [`${folder}0001-first.sql`]: 'b',
      },
    ],
    sound: {
      [releasedList]: JSON.stringify({ '0001-first.sql': sha256('a') }),
      [`${folder}0001-first.sql`]: 'a',
    },
  },
  {
    name: 'no statement of the program changes or removes a row of the journal',
    check: (checkout) =>
      checkout.sources('src-main').flatMap((source) =>
        source.nodes.flatMap((node) => {
          const text =
            node.type === 'TemplateElement'
              ? node.value.raw
              : node.type === 'Literal' && typeof node.value === 'string'
                ? node.value
                : ''
          return rewriting.test(text) ? [at(source, node.start, 'the journal only grows')] : []
        }),
      ),
    broken: [
      { 'src-main/engine/a.ts': "db.exec('UPDATE journal SET body = ?')" },
      { 'src-main/host/a.ts': 'db.prepare(`delete from journal where seq = ${1}`)' },
    ],
    sound: { 'src-main/engine/a.ts': "db.prepare('INSERT INTO journal VALUES (?)')" },
  },
]
