/** How the bytes of a journal row are joined before they are hashed: each field with its length before it, so that no two rows give the same bytes. */
import { createHash } from 'node:crypto'
import type { JournalRow } from './kinds.ts'

export const noHash = new Uint8Array(32)

const label = 'harbour-till journal row 1'

/**
 * SHA-256 over label, counter id, epoch, seq, atMs, kind, subject, body and the hash before,
 * each as UTF-8 text (numbers in decimal) or bytes with its length in bytes before it
 * (unsigned, 32 bits, big-endian).
 * @returns 32 bytes
 */
export function rowHash(counterId: string, row: Omit<JournalRow, 'hash'>): Uint8Array {
  const hash = createHash('sha256')
  const length = Buffer.alloc(4)
  const fields = [
    label,
    counterId,
    String(row.epoch),
    String(row.seq),
    String(row.atMs),
    row.kind,
    row.subject,
    row.body,
  ]
  for (const field of fields) {
    length.writeUInt32BE(Buffer.byteLength(field))
    hash.update(length).update(field)
  }
  length.writeUInt32BE(row.prev.length)
  return new Uint8Array(hash.update(length).update(row.prev).digest())
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0
