/**
 * The simulated bank as a channel of this process, with a small database of its own: like a
 * real bank it remembers what was paid when the till was killed.
 */
import type { Database } from 'better-sqlite3'
import type { Channel, ChannelAnswer } from '../engine/channels/channel.ts'
import type { Learner } from '../engine/founding.ts'
import type { Clock, TrainingParties } from '../engine/parts.ts'
import { handle, paid, trainingMerchant, type BankRecord, type BankRequest } from './fpsBank.ts'

/** No bank has given out this FPS ID: a real app that scans a training code finds nobody to pay. */
const noAccount = { kind: 'fpsId', fpsId: '0000000' } as const

const learners: readonly Learner[] = [
  { name: '陳美玲 Mei Ling', role: 'cashier', pin: '1111' },
  { name: '李志明 Chi Ming', role: 'cashier', pin: '2222' },
  { name: '黃家欣 Ka Yan', role: 'supervisor', pin: '3333' },
  { name: '何永康 Wing Hong', role: 'manager', pin: '4444' },
]

/** @param database the training parties' own file; its table is made here */
export function createTrainingFps(
  database: Database,
  clock: Clock,
): { readonly channel: Channel; readonly parties: TrainingParties } {
  database.exec(
    `CREATE TABLE IF NOT EXISTS fps (
       paymentId TEXT PRIMARY KEY, amountMinor INTEGER NOT NULL, state TEXT NOT NULL,
       paysAtMs INTEGER, creditedMinor INTEGER NOT NULL
     ) STRICT`,
  )
  const select = database.prepare<[string], BankRecord>('SELECT * FROM fps WHERE paymentId = ?')
  const replace = database.prepare<BankRecord>(
    'INSERT OR REPLACE INTO fps VALUES (:paymentId, :amountMinor, :state, :paysAtMs, :creditedMinor)',
  )
  const listeners = new Set<(paymentId: string) => void>()
  let paysAfterMs: number | null = null

  const ask = (paymentId: string, request: BankRequest): Promise<ChannelAnswer> => {
    const known = select.get(paymentId)
    const { record, answer } = handle(known, request, clock.now())
    if (record && JSON.stringify(record) !== JSON.stringify(known)) replace.run(record)
    return Promise.resolve(answer)
  }
  const hint = (paymentId: string): void => {
    for (const listener of listeners) listener(paymentId)
  }

  const channel: Channel = {
    id: 'training',
    methods: ['fps'],
    merchant: trainingMerchant,
    fps: { account: noAccount, payee: 'TRAINING - DO NOT PAY', referenceAllowed: true },
    create(payment) {
      const { paymentId } = payment
      const answer = ask(paymentId, { kind: 'create', payment, paysAfterMs })
      if (paysAfterMs !== null) clock.after(paysAfterMs, () => hint(paymentId))
      return answer
    },
    query: (paymentId) => ask(paymentId, { kind: 'query', paymentId }),
    close: ({ paymentId, amount }) =>
      ask(paymentId, { kind: 'close', paymentId, amountMinor: amount.amountMinor }),
    onHint(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const parties: TrainingParties = {
    staff: learners,
    behave(wanted) {
      paysAfterMs = wanted.fpsPaysAfterMs
    },
    customerPays(paymentId) {
      const record = select.get(paymentId)
      if (!record) return false
      replace.run(paid(record))
      hint(paymentId)
      return true
    },
  }
  return { channel, parties }
}
