import { describe, expect, test } from 'vitest'
import { derivedContent, rebuild } from '../../src-main/engine/journal/derived.ts'
import { bodySchemas } from '../../src-main/engine/journal/kinds.ts'
import { verifyChain } from '../../src-main/engine/journal/verify.ts'
import { everyKind } from '../harness/everyKind.ts'
import {
  counterId,
  founding,
  openJournalFile,
  paymentCreated,
  paymentIds,
  saleIds,
  saleOpened,
  settingRow,
  shiftId,
  staffId,
  type JournalFile,
} from '../harness/journalFile.ts'

function filled(): JournalFile {
  const file = openJournalFile()
  file.journal.write(everyKind())
  return file
}

const only = ({ database }: JournalFile, sql: string): unknown[] => database.prepare(sql).all()

describe('the tables say what the journal says', () => {
  test('a row of every kind that there is has been written here', () => {
    const kinds = new Set(
      filled()
        .rows()
        .map(({ kind }) => kind),
    )
    expect(kinds).toEqual(new Set(Object.keys(bodySchemas)))
  })

  test('which counter this is, its settings, its people and its shift', () => {
    const file = filled()
    const lastCheckAtMs = file.rows().find(({ kind }) => kind === 'file.checked')?.atMs
    expect(only(file, 'SELECT * FROM counter')).toEqual([
      { only: 1, counterId, counterCode: 'HT01', environment: 'training', epoch: 1, lastCheckAtMs },
    ])
    // Of a setting, what it was changed to last.
    expect(only(file, 'SELECT * FROM setting ORDER BY key')).toEqual([
      { key: 'store.name', value: '"Harbour Till"' },
      { key: 'theme', value: '{"nested":[1,true,null]}' },
    ])
    const signedIn = file.rows().find(({ kind }) => kind === 'session.signedIn')
    expect(only(file, 'SELECT * FROM staff')).toEqual([
      { staffId, role: 'cashier', lastUsedAtMs: signedIn?.atMs },
    ])
    const opened = file.rows().find(({ kind }) => kind === 'shift.opened')
    expect(only(file, 'SELECT * FROM shift')).toEqual([
      {
        shiftId,
        openedAtMs: opened?.atMs,
        openedBy: staffId,
        businessDate: '2026-11-21',
        floatMinor: 50_030,
        open: 1,
      },
    ])
  })

  test('sales: completed with their rounding, open, cancelled', () => {
    const sales = 'SELECT saleId, state, aside, totalMinor, roundingMinor FROM sale ORDER BY saleId'
    const totalMinor = 8_883
    expect(only(filled(), sales)).toEqual([
      { saleId: saleIds.cash, state: 'completed', aside: 0, totalMinor, roundingMinor: -3 },
      { saleId: saleIds.fps, state: 'open', aside: 0, totalMinor, roundingMinor: 0 },
      { saleId: saleIds.cancelled, state: 'cancelled', aside: 0, totalMinor, roundingMinor: 0 },
    ])
  })

  test('payments: where each stands, when it ended, and what was learnt on the way', () => {
    const file = filled()
    const endOf = (paymentId: string, to: string) =>
      file.rows().find((row) => row.subject === paymentId && row.body.includes(`"to":"${to}"`))
        ?.atMs
    expect(only(file, 'SELECT * FROM payment ORDER BY paymentId')).toMatchObject([
      {
        paymentId: paymentIds.cash,
        saleId: saleIds.cash,
        method: 'cash',
        state: 'succeeded',
        endedAtMs: endOf(paymentIds.cash, 'succeeded'),
        tenderedMinor: 10_000,
        changeMinor: 1_120,
        closeReason: null,
        mayStillBePaid: 0,
      },
      {
        paymentId: paymentIds.fps,
        state: 'closed',
        endedAtMs: endOf(paymentIds.fps, 'closed'),
        codeText: '00020101021226270012hk.com.hkicl',
        payee: '海港茶餐廳',
        closeReason: 'cancelled',
        // The watch has ended.
        mayStillBePaid: 0,
      },
      {
        paymentId: paymentIds.differing,
        state: 'conflicted',
        endedAtMs: null,
        providerReference: 'N-2',
        codeText: null,
      },
      { paymentId: paymentIds.transfer, creditedMinor: 8_000, shortfallMinor: 883 },
      { paymentId: paymentIds.lost, atRisk: 1, closeOwed: 0, closeReason: null },
      { byHand: 'agreed', beyondSale: 1, providerReference: 'N-9' },
      { method: 'applePay', paidBy: 'visa', providerReference: '654321' },
      { method: 'octopus', paidBy: 'octopus', state: 'succeeded', beyondSale: 1 },
    ])
  })

  test('what an Octopus reader was told and answered, what it took, and its files', () => {
    const file = filled()
    expect(only(file, 'SELECT standing, mayHaveTaken, code FROM octopusAsked')).toEqual([
      { standing: 'incomplete', mayHaveTaken: 1, code: 100_022 },
    ])
    expect(only(file, 'SELECT amountMinor, deviceId, fileNumber FROM octopusTaken')).toEqual([
      { amountMinor: 8_880, deviceId: 301, fileNumber: 1 },
    ])
    expect(only(file, 'SELECT number, theirCount, ourMinor, upload FROM octopusFile')).toEqual([
      { number: 1, theirCount: 1, ourMinor: 8_880, upload: 'done' },
    ])
    expect(only(file, 'SELECT lists FROM octopusLists')).toEqual([{ lists: '2026-11-21' }])
  })

  test('refunds, credits, and who is paid through which channel', () => {
    const file = filled()
    expect(only(file, 'SELECT state, amountMinor, providerReference FROM refund')).toEqual([
      { state: 'succeeded', amountMinor: 1_000, providerReference: 'R-1' },
    ])
    expect(only(file, 'SELECT creditId, amountMinor FROM credit')).toEqual([
      { creditId: 'C-1', amountMinor: 8_000 },
    ])
    expect(only(file, 'SELECT * FROM enrolled')).toEqual([
      { channel: 'main', merchant: 'HARBOUR CAFE', keyId: 'key-1' },
    ])
    expect(only(file, 'SELECT decision FROM discrepancy')).toEqual([{ decision: 'kept' }])
  })

  test('what card terminals told of, each transaction once, and when their batches were closed', () => {
    const file = filled()
    expect(only(file, 'SELECT key, trace, paymentId FROM cardTransaction')).toEqual([
      { key: '12345678 000001 000042', trace: 42, paymentId: paymentIds.card },
      { key: '12345678 000001 000041', trace: 41, paymentId: null },
    ])
    expect(only(file, 'SELECT channel, oursMinor, terminalMinor FROM settlement')).toEqual([
      { channel: 'terminal-1', oursMinor: 9_880, terminalMinor: 9_880 },
    ])
  })

  test('and money after a payment’s end', () => {
    const found = 'SELECT paymentId, amountMinor, providerReference FROM discrepancy'
    expect(only(filled(), found)).toEqual([
      { paymentId: paymentIds.fps, amountMinor: 8_883, providerReference: 'N-1' },
    ])
  })

  test('a payment moves only from the state in which it is', () => {
    const file = filled()
    const again = everyKind().filter(
      ({ kind, subject }) => kind === 'payment.moved' && subject === paymentIds.cash,
    )
    expect(() => file.journal.write(again)).toThrow('changed nothing')
  })

  test('a sale is completed once', () => {
    const file = filled()
    const again = everyKind().filter(({ kind }) => kind === 'sale.completed')
    expect(() => file.journal.write(again)).toThrow('changed nothing')
  })

  test('an id is used once', () => {
    const file = filled()
    expect(() => file.journal.write([saleOpened(saleIds.cash)])).toThrow('UNIQUE')
    expect(() => file.journal.write([paymentCreated(saleIds.fps, paymentIds.fps)])).toThrow(
      'UNIQUE',
    )
  })
})

describe('everything about money can be rebuilt from the journal', () => {
  test('to the same content, after a row of every kind', () => {
    const { database } = filled()
    const before = derivedContent(database)
    expect(Object.values(before).filter((content) => content === '[]')).toEqual([])
    rebuild(database)
    expect(derivedContent(database)).toEqual(before)
    rebuild(database)
    expect(derivedContent(database)).toEqual(before)
  })

  test('also after every single row on the way', () => {
    const { database, journal } = openJournalFile()
    for (const entry of everyKind()) {
      journal.write([entry])
      const before = derivedContent(database)
      rebuild(database)
      expect(derivedContent(database), entry.kind).toEqual(before)
    }
  })

  test('whatever was done to the tables by hand', () => {
    const { database } = filled()
    const before = derivedContent(database)
    database.exec(`
      UPDATE payment SET state = 'succeeded', amountMinor = 1;
      DELETE FROM discrepancy;
      INSERT INTO setting VALUES ('invented', '1');
      DROP INDEX paymentLive;
      ALTER TABLE staff ADD COLUMN bonus INTEGER`)
    expect(derivedContent(database)).not.toEqual(before)
    rebuild(database)
    expect(derivedContent(database)).toEqual(before)
    const indexes = "SELECT count(*) FROM sqlite_schema WHERE name = 'paymentLive'"
    expect(database.prepare(indexes).pluck().get()).toBe(1)
  })

  test('also where a table is gone', () => {
    const { database } = filled()
    const before = derivedContent(database)
    database.exec('DROP TABLE discrepancy; DROP TABLE setting')
    rebuild(database)
    expect(derivedContent(database)).toEqual(before)
  })

  test('when a file is opened whose tables another version described', () => {
    const { database, path } = filled()
    const before = derivedContent(database)
    database.exec('DROP TABLE receipt; ALTER TABLE payment DROP COLUMN creditedMinor')
    database.exec('DROP TABLE derivedBy')
    expect(derivedContent(openJournalFile(path).database)).toEqual(before)
    database.exec(`UPDATE derivedBy SET schemaHash = 'of another text'; DELETE FROM discrepancy`)
    expect(derivedContent(openJournalFile(path).database)).toEqual(before)
  })

  test('of thousands of rows, in their order', () => {
    const { database, journal } = openJournalFile()
    const changes = Array.from({ length: 2_500 }, (_, n) => settingRow(n, `key ${n % 3}`))
    journal.write([founding(), ...changes])
    const before = derivedContent(database)
    rebuild(database)
    expect(derivedContent(database)).toEqual(before)
    const last = database.prepare("SELECT value FROM setting WHERE key = 'key 0'").pluck().get()
    expect(last).toBe('2499')
  })

  test('the journal is not touched by it, and writing goes on after it', () => {
    const { database, journal, rows } = filled()
    const before = rows()
    rebuild(database)
    expect(rows()).toEqual(before)
    journal.write([settingRow('later')])
    const content = derivedContent(database)
    rebuild(database)
    expect(derivedContent(database)).toEqual(content)
    expect(verifyChain(database)).toMatchObject({ ok: true, rows: before.length + 1 })
  })

  test('a rebuild that cannot finish leaves the tables as they were', () => {
    const { database } = filled()
    database.exec('DROP TRIGGER journalNotUpdated')
    database.exec("UPDATE journal SET body = '{}' WHERE kind = 'sale.completed'")
    const before = derivedContent(database)
    expect(() => rebuild(database)).toThrow('roundingMinor')
    expect(derivedContent(database)).toEqual(before)
  })

  test('what is not about money is left alone by it', () => {
    const { database } = filled()
    database.exec(`
      INSERT INTO staffPerson VALUES ('${staffId}', 'Ada', x'00');
      INSERT INTO staffSecret VALUES ('${staffId}', 'hash');
      INSERT INTO wrongPin VALUES ('${staffId}', 3, 0);
      INSERT INTO answer VALUES ('call', 0, 'sale.open', '{}');
      INSERT INTO settingsCache VALUES ('user', '{}')`)
    rebuild(database)
    for (const table of ['staffPerson', 'staffSecret', 'wrongPin', 'answer', 'settingsCache']) {
      expect(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), table).toBe(1)
    }
  })
})

describe('a restart in the middle', () => {
  test('of a day finds the tables as they were', () => {
    const first = openJournalFile()
    first.journal.write(everyKind())
    const before = derivedContent(first.database)
    first.database.close()
    const second = openJournalFile(first.path)
    expect(derivedContent(second.database)).toEqual(before)
  })
})
