/** What the rows of the Octopus reader change in the tables that are derived from the journal. */
import type { OctopusFacts } from '../../../src-shared/octopusFacts.ts'
import type { Derivations, RowHead, Run } from './derived.ts'

/** The last request of a payment. */
const ofLast = `seq = (SELECT max(seq) FROM octopusAsked WHERE paymentId = :paymentId)`

export function derivationsOfOctopus(run: Run): Pick<
  Derivations,
  'octopus.asked' | 'octopus.answered' | 'octopus.exchanged' | 'octopus.housekept'
> & {
  /** @param isTaken the reader or the card said that it was charged */
  noteOctopus(
    paymentId: string,
    facts: OctopusFacts | undefined,
    isTaken: boolean,
    row: RowHead,
  ): void
} {
  return {
    noteOctopus(paymentId, facts, isTaken, { atMs }) {
      if (!facts) return
      run('UPDATE payment SET octopus = :octopus WHERE paymentId = :paymentId', {
        paymentId,
        octopus: JSON.stringify(facts),
      })
      if (!isTaken) return
      const { card, deviceId, timeS } = facts
      // What a reader has told once, it may tell again.
      run(
        `INSERT INTO octopusTaken (paymentId, channel, card, deviceId, timeS, atMs, amountMinor)
         SELECT paymentId, channel, :card, :deviceId, :timeS, :atMs, amountMinor
         FROM payment WHERE paymentId = :paymentId
         ON CONFLICT (paymentId) DO UPDATE SET timeS = timeS`,
        { paymentId, card, deviceId, timeS, atMs },
      )
    },
    'octopus.asked': (body, { subject, atMs }) =>
      run(
        `INSERT INTO octopusAsked
           (paymentId, channel, reference, amountMinor, card, valueMinor, hidesValue, lastAddValue,
            deviceId, locationId, storeId, timeS, atMs)
         VALUES (:subject, :channel, :reference, :amountMinor, :card, :valueMinor, :hidesValue,
           :lastAddValue, :deviceId, :locationId, :storeId, :timeS, :atMs)`,
        {
          ...body,
          subject,
          atMs,
          hidesValue: body.hidesValue ? 1 : 0,
          lastAddValue: JSON.stringify(body.lastAddValue),
        },
      ),
    'octopus.answered': ({ told, tookNothing, code }, { subject: paymentId }) => {
      if (tookNothing) {
        run(`UPDATE octopusAsked SET mayHaveTaken = 0 WHERE ${ofLast}`, { paymentId })
      }
      switch (told) {
        case 'nothing':
          run(
            `UPDATE octopusAsked SET mayHaveTaken = 0, standing = 'nothing', code = :code
             WHERE paymentId = :paymentId`,
            { paymentId, code },
            'any',
          )
          return
        case 'incomplete':
          run(`UPDATE octopusAsked SET standing = 'incomplete', code = :code WHERE ${ofLast}`, {
            paymentId,
            code,
          })
          return
        case 'unknown':
          run(`UPDATE octopusAsked SET code = :code WHERE ${ofLast}`, { paymentId, code })
          return
        case 'asBefore':
          run(
            `UPDATE octopusAsked SET mayHaveTaken = 0, standing = coalesce((
               SELECT before.standing FROM octopusAsked AS before
               WHERE before.paymentId = :paymentId AND before.seq < octopusAsked.seq
               ORDER BY before.seq DESC LIMIT 1), 'nothing')
             WHERE ${ofLast}`,
            { paymentId },
          )
      }
    },
    'octopus.exchanged': (body, { atMs }) => {
      const { channel, deviceId, timeS } = body
      run(
        `INSERT INTO octopusFile VALUES (:channel, :storeId, :number, :deviceId, :name, :timeS,
           :atMs, :upload, :theirCount, :theirMinor, :ourCount, :ourMinor)
         ON CONFLICT (channel, storeId, number)
         DO UPDATE SET upload = excluded.upload, atMs = excluded.atMs,
           theirCount = excluded.theirCount, theirMinor = excluded.theirMinor,
           ourCount = excluded.ourCount, ourMinor = excluded.ourMinor`,
        {
          ...body,
          atMs,
          theirs: null,
          ours: null,
          by: null,
          theirCount: body.theirs.count,
          theirMinor: body.theirs.amountMinor,
          ourCount: body.ours.count,
          ourMinor: body.ours.amountMinor,
        },
      )
      // Each stands in the first file that was written after it, also what became known later.
      run(
        `UPDATE octopusTaken SET fileNumber = (SELECT number FROM octopusFile AS file
           WHERE file.channel = :channel AND file.deviceId = :deviceId
             AND file.timeS >= octopusTaken.timeS ORDER BY file.timeS LIMIT 1)
         WHERE channel = :channel AND deviceId = :deviceId AND fileNumber IS NULL AND timeS <= :timeS`,
        { channel, deviceId, timeS },
        'any',
      )
    },
    'octopus.housekept': ({ channel, lists }, { atMs }) =>
      run(
        `INSERT INTO octopusLists VALUES (:channel, :lists, :atMs) ON CONFLICT (channel)
         DO UPDATE SET lists = excluded.lists, atMs = excluded.atMs`,
        { channel, lists, atMs },
      ),
  }
}
