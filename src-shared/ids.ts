/** Ids are UUIDv7, made by the counter and stored before they are used. Branded, so that a sale's id is never taken for a payment's. */
import { z } from 'zod'

const id = z.uuid({ version: 'v7' })

export const saleIdSchema = id.brand<'SaleId'>()
export const paymentIdSchema = id.brand<'PaymentId'>()
export const staffIdSchema = id.brand<'StaffId'>()
export const shiftIdSchema = id.brand<'ShiftId'>()
export const sessionIdSchema = id.brand<'SessionId'>()
export const discrepancyIdSchema = id.brand<'DiscrepancyId'>()
export const refundIdSchema = id.brand<'RefundId'>()
/** Names one press of a button: the same id again gets the same answer. */
export const callIdSchema = id.brand<'CallId'>()

export type SaleId = z.infer<typeof saleIdSchema>
export type PaymentId = z.infer<typeof paymentIdSchema>
export type StaffId = z.infer<typeof staffIdSchema>
export type ShiftId = z.infer<typeof shiftIdSchema>
export type SessionId = z.infer<typeof sessionIdSchema>
export type DiscrepancyId = z.infer<typeof discrepancyIdSchema>
export type RefundId = z.infer<typeof refundIdSchema>
export type CallId = z.infer<typeof callIdSchema>

/**
 * UUID version 7 (RFC 9562, 5.7): 48 bits of milliseconds, then random bits.
 * @param atMs milliseconds since 1970
 * @param random ten random bytes
 */
export function uuidV7(atMs: number, random: Uint8Array): string {
  if (random.length !== 10) throw new Error('ten random bytes make an id')
  if (!(atMs >= 0 && atMs < 2 ** 48)) throw new Error(`no id can hold this time: ${atMs}`)
  const time = atMs.toString(16).padStart(12, '0')
  const tail = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')
  const variant = (8 + (Number.parseInt(tail.slice(4, 5), 16) % 4)).toString(16)
  return [
    time.slice(0, 8),
    time.slice(8, 12),
    `7${tail.slice(0, 3)}`,
    `${variant}${tail.slice(5, 8)}`,
    tail.slice(8, 20),
  ].join('-')
}
