/**
 * The tables that are derived from the journal: one row goes in, and what follows from it is
 * changed in the same transaction. `rebuild` drops them and reads the journal again.
 */
import { createHash } from 'node:crypto'
import type { Database, Statement } from 'better-sqlite3'
import { countedMinor } from '../../../src-shared/contract/shift.ts'
import { methodRow } from '../../../src-shared/methods.ts'
import { isTerminal, type PaymentEvent } from '../payment/transition.ts'
import schema from './derived.sql?raw'
import { derivationsOfOctopus } from './derivedOctopus.ts'
import { derivationsOfTerminals } from './derivedTerminals.ts'
import { bodySchemas, isKind, type Body, type JournalRow, type Kind } from './kinds.ts'

export type RowHead = Pick<JournalRow, 'epoch' | 'seq' | 'atMs' | 'subject'>
type Derivation<K extends Kind> = (body: Body<K>, row: RowHead) => void
export type Derivations = { readonly [K in Kind]: Derivation<K> | null }
/** Throws where it changes another number of rows than one, unless any number will do. */
export type Run = (
  sql: string,
  values: Readonly<Record<string, unknown>>,
  rows?: 'one' | 'any',
) => void

const derivedTables = [
  'refund',
  'discrepancy',
  'credit',
  'cardTransaction',
  'settlement',
  'octopusAsked',
  'octopusTaken',
  'octopusFile',
  'octopusLists',
  'receipt',
  'payment',
  'sale',
  'shift',
  'staff',
  'setting',
  'enrolled',
  'counter',
] as const

const schemaHash = createHash('sha256').update(schema).digest('hex')

export const createDerivedTables = (database: Database): void => {
  database.exec(schema)
  database.prepare('INSERT INTO derivedBy VALUES (?)').run(schemaHash)
}

/** Whether the derived tables of a file were made by this version's description of them. */
export function derivedAsDescribed(database: Database): boolean {
  const known = database
    .prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'derivedBy'`)
    .get()
  if (known === undefined) return false
  const by = database.prepare<[], { schemaHash: string }>('SELECT schemaHash FROM derivedBy').get()
  return by?.schemaHash === schemaHash
}

/** @returns what applies one journal row to the derived tables; call it in the row's transaction */
export function createDerivation(database: Database): (row: JournalRow) => void {
  const derive = derivations(database)
  const apply = <K extends Kind>(kind: K, row: JournalRow): void => {
    const derivation = derive[kind]
    if (derivation === null) return
    // Checked before writing and after reading alike: a body of a wrong shape is a bug.
    derivation(bodySchemas[kind].parse(JSON.parse(row.body)) as Body<K>, row)
  }
  return (row) => {
    if (isKind(row.kind)) apply(row.kind, row)
  }
}

/** Money is in the sale, or may still come into it. */
const stillNeeded = `EXISTS (SELECT 1 FROM payment WHERE payment.saleId = sale.saleId
  AND (endedAtMs IS NULL OR (payment.state = 'succeeded' AND beyondSale = 0)))`

/** What a move that says nothing of it leaves as it was. */
const nothingTold = {
  payee: null,
  shownAtMs: null,
  expiresAtMs: null,
  providerReference: null,
  closeReason: null,
  creditedMinor: null,
  wallet: null,
  takenMinor: null,
  shortfallMinor: null,
}

/** The events by which a payment bears a supervisor's word. */
const handMarks: Readonly<Partial<Record<PaymentEvent, 'paid' | 'notPaid'>>> = {
  confirmedPaidByHand: 'paid',
  confirmedNotPaidByHand: 'notPaid',
}

function derivations(database: Database): Derivations {
  // Prepared when first used: at start the tables may not stand yet.
  const statements = new Map<string, Statement>()
  const run: Run = (sql, values, rows = 'one') => {
    const known = statements.get(sql)
    const statement = known ?? database.prepare(sql)
    if (!known) statements.set(sql, statement)
    const { changes } = statement.run(values)
    if (rows === 'one' && changes !== 1) throw new Error(`changed nothing: ${sql}`)
  }
  const { noteCard, ...ofTerminals } = derivationsOfTerminals(run, database)
  const { noteOctopus, ...ofOctopus } = derivationsOfOctopus(run)
  return {
    ...ofTerminals,
    ...ofOctopus,
    'epoch.opened': (body, { epoch }) =>
      run(
        `INSERT INTO counter (only, counterId, counterCode, environment, epoch)
         VALUES (1, :counterId, :counterCode, :environment, :epoch)
         ON CONFLICT (only) DO UPDATE SET epoch = excluded.epoch`,
        { ...body, epoch },
      ),
    'settings.changed': (body) =>
      run(
        `INSERT INTO setting VALUES (:key, :value)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
        { key: body.key, value: JSON.stringify(body.to) },
      ),
    'staff.added': (body) =>
      run('INSERT INTO staff (staffId, role) VALUES (:staffId, :role)', body),
    'session.signedIn': (body, { atMs }) =>
      run('UPDATE staff SET lastUsedAtMs = :atMs WHERE staffId = :by', { by: body.by, atMs }),
    'session.signedOut': null,
    'session.refused': null,
    'override.given': null,
    'override.refused': null,
    'shift.opened': (body, { atMs }) => {
      if (countedMinor(body.float) !== body.floatMinor) throw new Error('the float does not add up')
      run('INSERT INTO shift VALUES (:shiftId, :atMs, :by, :businessDate, :floatMinor, 1)', {
        shiftId: body.shiftId,
        by: body.by,
        businessDate: body.businessDate,
        floatMinor: body.floatMinor,
        atMs,
      })
    },
    'sale.opened': (body, { atMs }) =>
      run(
        `INSERT INTO sale (saleId, shiftId, cashier, openedAtMs, reference, description, totalMinor, state)
         VALUES (:saleId, :shiftId, :by, :atMs, :reference, :description, :totalMinor, 'open')`,
        { ...body, atMs },
      ),
    'sale.setAside': (_, { subject }) =>
      run('UPDATE sale SET aside = 1 WHERE saleId = :subject', { subject }),
    'sale.takenBack': (_, { subject }) =>
      run('UPDATE sale SET aside = 0 WHERE saleId = :subject', { subject }),
    'sale.cancelled': (_, { subject }) =>
      run(`UPDATE sale SET state = 'cancelled', aside = 0 WHERE saleId = :subject`, { subject }),
    'sale.completed': (body, { subject }) =>
      run(
        `UPDATE sale SET state = 'completed', roundingMinor = :roundingMinor
         WHERE saleId = :subject AND state = 'open'`,
        { roundingMinor: body.roundingMinor, subject },
      ),
    'receipt.issued': ({ saleId, sequence, receipt }, { atMs }) =>
      run(
        `INSERT INTO receipt (sequence, saleId, number, issuedAtMs, document)
         SELECT :sequence, :saleId, :number, :atMs, :document
         WHERE :sequence = 1 + coalesce((SELECT max(sequence) FROM receipt), 0)`,
        { sequence, saleId, number: receipt.number, atMs, document: JSON.stringify(receipt) },
      ),
    'receipt.reprinted': ({ copy }, { subject }) =>
      run('UPDATE receipt SET reprints = :copy WHERE saleId = :subject AND reprints = :copy - 1', {
        copy,
        subject,
      }),
    'payment.created': (body, { atMs }) =>
      run(
        `INSERT INTO payment (paymentId, saleId, shiftId, cashier, method, channel, amountMinor, state,
           createdAtMs, reference, sequence, tenderedMinor, changeMinor, flow, expiresAtMs,
           scanDigest, scanLastFour, paidBy)
         VALUES (:paymentId, :saleId, :shiftId, :by, :method, :channel, :amountMinor, 'created',
           :atMs, :reference, :sequence, :tenderedMinor, :changeMinor, :flow, :expiresAtMs,
           :scanDigest, :scanLastFour, :method)`,
        {
          ...body,
          scanned: null,
          atMs,
          flow: body.flow ?? methodRow(body.method).flow,
          expiresAtMs: body.expiresAtMs ?? null,
          scanDigest: body.scanned?.digest ?? null,
          scanLastFour: body.scanned?.lastFour ?? null,
        },
      ),
    'payment.moved': (body, row) => {
      const { atMs, subject } = row
      noteCard(subject, body.card)
      noteOctopus(subject, body.octopus, body.to === 'succeeded', row)
      run(
        `UPDATE payment SET
           state = :to,
           endedAtMs = :endedAtMs,
           codeText = coalesce(:codeText, codeText),
           payee = coalesce(:payee, payee),
           shownAtMs = coalesce(:shownAtMs, shownAtMs),
           expiresAtMs = coalesce(:expiresAtMs, expiresAtMs),
           providerReference = coalesce(:providerReference, providerReference),
           closeReason = coalesce(:closeReason, closeReason),
           mayStillBePaid = :mayStillBePaid,
           creditedMinor = coalesce(:creditedMinor, creditedMinor),
           wallet = coalesce(:wallet, wallet),
           refusal = coalesce(:refusal, refusal),
           byHand = coalesce(:byHand, byHand),
           beyondSale = :beyondSale,
           closeOwed = :closeOwed,
           takenMinor = coalesce(:takenMinor, takenMinor),
           shortfallMinor = coalesce(:shortfallMinor, shortfallMinor)
         WHERE paymentId = :subject AND state = :from`,
        {
          ...nothingTold,
          ...body,
          ...body.code,
          code: null,
          card: null,
          octopus: null,
          subject,
          endedAtMs: isTerminal(body.to) ? atMs : null,
          codeText: body.code?.text ?? null,
          refusal: body.why === 'refused' ? (body.reason ?? null) : null,
          byHand: handMarks[body.why] ?? null,
          mayStillBePaid: body.mayStillBePaid === true ? 1 : 0,
          beyondSale: body.beyondSale === true ? 1 : 0,
          closeOwed: body.closeOwed === true ? 1 : 0,
        },
      )
    },
    'payment.credited': ({ creditId, amountMinor, atMs, creditedMinor }, { subject }) => {
      run('INSERT INTO credit VALUES (:subject, :creditId, :amountMinor, :atMs)', {
        subject,
        creditId,
        amountMinor,
        atMs,
      })
      run('UPDATE payment SET creditedMinor = :creditedMinor WHERE paymentId = :subject', {
        subject,
        creditedMinor,
      })
    },
    'payment.freed': (_, { subject }) =>
      run('UPDATE payment SET atRisk = 1 WHERE paymentId = :subject', { subject }),
    'payment.handAgreed': ({ providerReference, card, octopus }, row) => {
      const { subject } = row
      noteCard(subject, card)
      noteOctopus(subject, octopus, true, row)
      run(
        `UPDATE payment SET byHand = 'agreed',
           providerReference = coalesce(:providerReference, providerReference)
         WHERE paymentId = :subject AND byHand IN ('paid', 'contradicted')`,
        { subject, providerReference },
      )
    },
    'payment.handContradicted': (_, { subject }) =>
      run(
        `UPDATE payment SET byHand = 'contradicted' WHERE paymentId = :subject AND byHand = 'paid'`,
        { subject },
      ),
    'payment.denialAccepted': (_, { subject }) =>
      run('UPDATE payment SET denialAccepted = 1 WHERE paymentId = :subject', { subject }),
    'payment.closeTold': (_, { subject }) =>
      run('UPDATE payment SET closeOwed = 0 WHERE paymentId = :subject', { subject }),
    'payment.watchEnded': (_, { subject }) =>
      run('UPDATE payment SET mayStillBePaid = 0, watchOver = 1 WHERE paymentId = :subject', {
        subject,
      }),
    'sale.goodsReleased': ({ paymentId }) =>
      run('UPDATE payment SET goodsReleased = 1 WHERE paymentId = :paymentId', { paymentId }),
    'sale.lossRecorded': (_, { subject }) =>
      run(
        `UPDATE sale SET
           state = CASE WHEN state = 'open' AND NOT ${stillNeeded} THEN 'cancelled' ELSE state END,
           aside = CASE WHEN state = 'open' AND NOT ${stillNeeded} THEN 0 ELSE aside END
         WHERE saleId = :subject`,
        { subject },
      ),
    'refund.requested': (body, { atMs }) =>
      run(
        `INSERT INTO refund (refundId, paymentId, saleId, discrepancyId, shiftId, cashier, method,
           channel, amountMinor, state, requestedAtMs, reason)
         VALUES (:refundId, :paymentId, :saleId, :discrepancyId, :shiftId, :by, :method,
           :channel, :amountMinor, 'requested', :atMs, :reason)`,
        { ...body, atMs },
      ),
    'refund.moved': (body, { atMs, subject }) =>
      run(
        `UPDATE refund SET
           state = :to,
           endedAtMs = :endedAtMs,
           providerReference = coalesce(:providerReference, providerReference),
           refusal = coalesce(:refusal, refusal)
         WHERE refundId = :subject AND state = :from`,
        {
          subject,
          from: body.from,
          to: body.to,
          endedAtMs: body.to === 'succeeded' || body.to === 'failed' ? atMs : null,
          providerReference: body.providerReference ?? null,
          refusal: body.to === 'failed' ? (body.reason ?? null) : null,
        },
      ),
    'scan.refused': null,
    'channel.enrolled': (body) =>
      run(
        `INSERT INTO enrolled VALUES (:channel, :merchant, :keyId) ON CONFLICT (channel)
         DO UPDATE SET merchant = excluded.merchant, keyId = excluded.keyId`,
        { channel: body.channel, merchant: body.merchant, keyId: body.keyId },
      ),
    'channel.changed': null,
    'channel.clock': null,
    'upload.refused': null,
    'file.checked': (body, { atMs }) => {
      if (body.whole) run('UPDATE counter SET lastCheckAtMs = :atMs', { atMs })
    },
    'answer.notBelieved': null,
    'answer.missing': null,
    'discrepancy.opened': (body, row) => {
      const { atMs } = row
      noteCard(body.paymentId, body.card)
      noteOctopus(body.paymentId, body.octopus, true, row)
      run(
        `INSERT INTO discrepancy VALUES
           (:discrepancyId, :paymentId, :atMs, :amountMinor, :providerReference, NULL)`,
        { ...body, card: null, octopus: null, atMs },
      )
    },
    'discrepancy.closed': ({ decision }, { subject }) =>
      run(
        'UPDATE discrepancy SET decision = :decision WHERE discrepancyId = :subject AND decision IS NULL',
        { subject, decision },
      ),
  }
}

/** Drops every derived table and builds it again from the journal, in one transaction. */
export function rebuild(database: Database): void {
  database.transaction(() => {
    // Children first: foreign keys stay on.
    for (const table of [...derivedTables, 'derivedBy']) {
      database.exec(`DROP TABLE IF EXISTS ${table}`)
    }
    createDerivedTables(database)
    const apply = createDerivation(database)
    // Collected in runs: better-sqlite3 does not write while a statement is being read.
    const run = database.prepare<[number, number], JournalRow>(
      'SELECT * FROM journal WHERE (epoch, seq) > (?, ?) ORDER BY epoch, seq LIMIT 1000',
    )
    let last: JournalRow | undefined
    for (;;) {
      const part = run.all(last?.epoch ?? 0, last?.seq ?? 0)
      if (part.length === 0) return
      for (const row of part) apply(row)
      last = part.at(-1)
    }
  })()
}

/** The content of every derived table as text, to compare a rebuilt one with. @internal */
export const derivedContent = (database: Database): Readonly<Record<string, string>> =>
  Object.fromEntries(
    derivedTables.map((table) => [
      table,
      JSON.stringify(database.prepare(`SELECT * FROM ${table} ORDER BY 1`).all()),
    ]),
  )
