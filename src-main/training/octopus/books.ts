/**
 * What a simulated Octopus reader keeps in its own file: each request before it acts and each
 * result before it answers; and beside that the cards themselves, which are the truth about what
 * was taken from whom.
 */
import type { Database } from 'better-sqlite3'
import { trainingOctopuses, type TrainingOctopus } from './cards.ts'
import type { LogEntry, MovesMoney } from './talk.ts'

/** A request that moves money, and what became of it. `begun`: nobody knows yet. */
export type Kept = MovesMoney & {
  readonly state: 'begun' | 'done' | 'notDone' | 'incomplete' | 'unclear'
  /** What was answered last; 0: that it is done, or nothing. */
  readonly code: number
  readonly valueTenCents: number
  readonly timeS: number
}

export type ExchangeFile = {
  readonly number: number
  readonly content: string
  readonly timeS: number
  readonly deductedCount: number
  readonly deductedTenCents: number
  readonly addedCount: number
  readonly addedTenCents: number
}

export type OctopusBooks = {
  readonly storeId: string
  kept(reference: string): Kept | undefined
  /** The incomplete request that is still held. */
  held(): Kept | undefined
  /** Stored before the card is touched. Lets go of what is incomplete of another card. */
  begin(asked: MovesMoney, timeS: number): void
  settle(reference: string, result: Pick<Kept, 'state' | 'code' | 'valueTenCents' | 'timeS'>): void
  /** The reader was started anew: whatever had begun, nobody knows the end of. */
  loseTrack(): void
  card(cardNumber: string): TrainingOctopus | undefined
  cards(): readonly TrainingOctopus[]
  saveCard(card: TrainingOctopus): void
  /** As a card is written: its value and its log at once, or neither. */
  write(card: TrainingOctopus, entry: LogEntry, reference: string): void
  /** Newest first, ten at most. */
  log(cardNumber: string): readonly LogEntry[]
  /** When that was written on the card; undefined: it was not. */
  writtenS(cardNumber: string, reference: string): number | undefined
  /** What stands in no exchange file yet. */
  unfiled(deviceId: number): number
  file(deviceId: number, timeS: number): ExchangeFile
  filed(number: number): ExchangeFile | undefined
  /** What this reader took from cards, less what it added. */
  chargedTenCents(deviceId: number): number
  /** Whether the reader has its lists, and which. */
  lists(): string
  setLists(lists: string): void
}

const tables = `
  CREATE TABLE IF NOT EXISTS reader (only INTEGER PRIMARY KEY CHECK (only = 1),
    storeId TEXT NOT NULL, lists TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS card (cardNumber TEXT PRIMARY KEY, described TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS entry (id INTEGER PRIMARY KEY, cardNumber TEXT NOT NULL,
    timeS INTEGER NOT NULL, what TEXT NOT NULL, amountTenCents INTEGER NOT NULL,
    deviceId INTEGER NOT NULL, reference TEXT NOT NULL, file INTEGER) STRICT;
  CREATE INDEX IF NOT EXISTS entryOfCard ON entry (cardNumber, id);
  CREATE INDEX IF NOT EXISTS entryToFile ON entry (deviceId) WHERE file IS NULL;
  CREATE TABLE IF NOT EXISTS request (reference TEXT PRIMARY KEY, call TEXT NOT NULL,
    cardNumber TEXT NOT NULL, amountTenCents INTEGER NOT NULL, state TEXT NOT NULL,
    code INTEGER NOT NULL, valueTenCents INTEGER NOT NULL, timeS INTEGER NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS requestOpen ON request (state) WHERE state IN ('begun', 'incomplete');
  CREATE TABLE IF NOT EXISTS file (number INTEGER PRIMARY KEY, content TEXT NOT NULL,
    timeS INTEGER NOT NULL, deductedCount INTEGER NOT NULL, deductedTenCents INTEGER NOT NULL,
    addedCount INTEGER NOT NULL, addedTenCents INTEGER NOT NULL) STRICT;`

const firstLists = '2026-11-01'

/**
 * @param newStoreId sixteen hexadecimal digits, drawn where the file is new
 * @param firstCards what customers carry where the file is new
 */
export function openOctopusBooks(
  database: Database,
  newStoreId: () => string,
  firstCards: readonly TrainingOctopus[] = trainingOctopuses,
): OctopusBooks {
  database.exec(tables)
  database.prepare('INSERT OR IGNORE INTO reader VALUES (1, ?, ?)').run(newStoreId(), firstLists)
  const readerRow = database.prepare<[], { storeId: string; lists: string }>('SELECT * FROM reader')
  const kept = database.prepare<[string], Kept>('SELECT * FROM request WHERE reference = ?')
  const held = database.prepare<[], Kept>("SELECT * FROM request WHERE state = 'incomplete'")
  const letGo = database.prepare<[string]>(
    "UPDATE request SET state = 'unclear' WHERE state = 'incomplete' AND cardNumber <> ?",
  )
  const insert = database.prepare<MovesMoney & { timeS: number }>(`
    INSERT INTO request VALUES (:reference, :call, :cardNumber, :amountTenCents, 'begun', 0, 0, :timeS)
    ON CONFLICT (reference) DO UPDATE SET state = 'begun', cardNumber = :cardNumber, timeS = :timeS`)
  const settle = database.prepare<
    { reference: string } & Pick<Kept, 'state' | 'code' | 'valueTenCents' | 'timeS'>
  >(`UPDATE request SET state = :state, code = :code, valueTenCents = :valueTenCents,
    timeS = :timeS WHERE reference = :reference`)
  const loseTrack = database.prepare("UPDATE request SET state = 'unclear' WHERE state = 'begun'")
  const card = database.prepare<[string], { described: string }>(
    'SELECT described FROM card WHERE cardNumber = ?',
  )
  const saveCard = database.prepare<[string, string]>('INSERT OR REPLACE INTO card VALUES (?, ?)')
  const addEntry = database.prepare<LogEntry & { cardNumber: string; reference: string }>(
    `INSERT INTO entry (cardNumber, timeS, what, amountTenCents, deviceId, reference)
     VALUES (:cardNumber, :timeS, :what, :amountTenCents, :deviceId, :reference)`,
  )
  const log = database.prepare<[string], LogEntry>(
    `SELECT timeS, what, amountTenCents, deviceId FROM entry WHERE cardNumber = ?
     ORDER BY id DESC LIMIT 10`,
  )
  const entryOf = database.prepare<[string, string], { timeS: number }>(
    'SELECT timeS FROM entry WHERE cardNumber = ? AND reference = ?',
  )
  const unfiled = database.prepare<[number], LogEntry & { reference: string }>(
    'SELECT * FROM entry WHERE deviceId = ? AND file IS NULL ORDER BY id',
  )
  const unfiledCount = database.prepare<[number], { count: number }>(
    'SELECT count(*) AS count FROM entry WHERE deviceId = ? AND file IS NULL',
  )
  const markFiled = database.prepare<[number, number]>(
    'UPDATE entry SET file = ? WHERE deviceId = ? AND file IS NULL',
  )
  const lastFile = database.prepare<[], { number: number }>(
    'SELECT coalesce(max(number), 0) AS number FROM file',
  )
  const addFile = database.prepare<ExchangeFile>(`INSERT INTO file VALUES (:number, :content,
    :timeS, :deductedCount, :deductedTenCents, :addedCount, :addedTenCents)`)
  const fileRow = database.prepare<[number], ExchangeFile>('SELECT * FROM file WHERE number = ?')
  const charged = database.prepare<[number], { sum: number }>(
    `SELECT coalesce(sum(iif(what = 'deduct', amountTenCents, -amountTenCents)), 0) AS sum
     FROM entry WHERE deviceId = ?`,
  )

  const save = (one: TrainingOctopus): void => {
    saveCard.run(one.cardNumber, JSON.stringify(one))
  }
  const described = (row: { described: string }): TrainingOctopus =>
    JSON.parse(row.described) as TrainingOctopus
  const allCards = database.prepare<[], { described: string }>(
    'SELECT described FROM card ORDER BY cardNumber',
  )
  if (allCards.get() === undefined) firstCards.forEach(save)

  return {
    storeId: readerRow.get()?.storeId ?? '',
    kept: (reference) => kept.get(reference),
    held: () => held.get(),
    begin: database.transaction((asked: MovesMoney, timeS: number) => {
      letGo.run(asked.cardNumber)
      insert.run({ ...asked, timeS })
    }),
    settle: (reference, result) => void settle.run({ ...result, reference }),
    loseTrack: () => void loseTrack.run(),
    card(cardNumber) {
      const row = card.get(cardNumber)
      return row && described(row)
    },
    cards: () => allCards.all().map(described),
    saveCard: save,
    write: database.transaction((one: TrainingOctopus, entry: LogEntry, reference: string) => {
      save(one)
      addEntry.run({ ...entry, cardNumber: one.cardNumber, reference })
    }),
    log: (cardNumber) => log.all(cardNumber),
    writtenS: (cardNumber, reference) => entryOf.get(cardNumber, reference)?.timeS,
    unfiled: (deviceId) => unfiledCount.get(deviceId)?.count ?? 0,
    file: database.transaction((deviceId: number, timeS: number) => {
      const entries = unfiled.all(deviceId)
      const file = exchangeFileOf((lastFile.get()?.number ?? 0) + 1, timeS, entries)
      addFile.run(file)
      markFiled.run(file.number, deviceId)
      return file
    }),
    filed: (number) => fileRow.get(number),
    chargedTenCents: (deviceId) => charged.get(deviceId)?.sum ?? 0,
    lists: () => readerRow.get()?.lists ?? '',
    setLists: (lists) => void database.prepare('UPDATE reader SET lists = ?').run(lists),
  }
}

function exchangeFileOf(
  number: number,
  timeS: number,
  entries: readonly (LogEntry & { readonly reference: string })[],
): ExchangeFile {
  const deducted = entries.filter(({ what }) => what === 'deduct')
  const added = entries.filter(({ what }) => what === 'addValue')
  const sumOf = (some: readonly LogEntry[]): number =>
    some.reduce((sum, { amountTenCents }) => sum + amountTenCents, 0)
  return {
    number,
    timeS,
    content: entries
      .map((entry) => `${entry.timeS},${entry.what},${entry.amountTenCents},${entry.reference}\n`)
      .join(''),
    deductedCount: deducted.length,
    deductedTenCents: sumOf(deducted),
    addedCount: added.length,
    addedTenCents: sumOf(added),
  }
}
