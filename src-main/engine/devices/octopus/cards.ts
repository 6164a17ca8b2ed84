/**
 * Which Octopus was meant. A number says who somebody is: it stands in a table that can be erased,
 * and everywhere else a digest stands for it.
 */
import { createHash } from 'node:crypto'
import type { Parts } from '../../parts.ts'

export type OctopusCards = {
  /** @returns its digest, and how to keep it in the transaction of the row that bears that */
  digestOf(number: string): { readonly digest: string; readonly keep: () => void }
  /** @returns null: it was erased */
  numberOf(digest: string): string | null
}

type Row = { readonly digest: string; readonly number: string }

export function createOctopusCards({
  database,
  random,
}: Pick<Parts, 'database' | 'random'>): OctopusCards {
  const byNumber = database.prepare<[string], Row>(
    'SELECT digest, number FROM octopusCard WHERE number = ?',
  )
  const byDigest = database.prepare<[string], Row>(
    'SELECT digest, number FROM octopusCard WHERE digest = ?',
  )
  const insert = database.prepare('INSERT OR IGNORE INTO octopusCard VALUES (?, ?, ?)')
  return {
    digestOf(number) {
      const known = byNumber.get(number)
      if (known) return { digest: known.digest, keep: () => undefined }
      const salt = random.bytes(16)
      const digest = createHash('sha256').update(salt).update(number).digest('hex')
      return { digest, keep: () => void insert.run(digest, number, salt) }
    },
    numberOf: (digest) => byDigest.get(digest)?.number ?? null,
  }
}
