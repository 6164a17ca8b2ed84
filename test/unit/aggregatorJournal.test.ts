/** The journals that the simulated aggregator holds: each row once, in order, and of one counter. */
import { describe, expect, test } from 'vitest'
import type { WireRow } from '../../src-shared/aggregator/counters.ts'
import { uuidV7 } from '../../src-shared/ids.ts'
import { hex, noHash, rowHash } from '../../src-main/engine/journal/framing.ts'
import { bodySchemas } from '../../src-main/engine/journal/kinds.ts'
import { morningMs, seededRandom } from '../harness/seeded.ts'
import { startSimulated } from '../harness/simulated.ts'

const random = seededRandom('journal')
const tillId = uuidV7(morningMs, random.bytes(10))

/** A chain of rows, as a till has hashed them. */
function chain(count: number, text = 'a row', kind = 'session.signedIn'): WireRow[] {
  const rows: WireRow[] = []
  let prev: Uint8Array = noHash
  for (let seq = 1; seq <= count; seq += 1) {
    const row = {
      epoch: 1,
      seq,
      atMs: morningMs + seq,
      kind: seq === 1 ? 'epoch.opened' : kind,
      subject: tillId,
      body: JSON.stringify(seq === 1 ? { v: 1, counterId: tillId } : { v: 1, text }),
    }
    const hash = rowHash(tillId, { ...row, prev })
    rows.push({ ...row, prev: hex(prev), hash: hex(hash) })
    prev = hash
  }
  return rows
}

const placeOf = (row: WireRow | undefined) =>
  row ? { epoch: row.epoch, seq: row.seq, hash: row.hash } : null

async function started(options: Parameters<typeof startSimulated>[0] = {}) {
  const simulated = await startSimulated(options)
  const { counter, core } = simulated
  return {
    ...simulated,
    upload: (rows: readonly WireRow[], head = placeOf(rows.at(-1))) =>
      counter.ask('postJournal', counter.counterId, { rows, head }),
    held: () => core.journal(counter.counterId).map(({ hash }) => hex(hash)),
    ask: (epoch: number, after: number) =>
      counter.ask('getJournal', counter.counterId, null, {
        query: `?epoch=${epoch}&after=${after}`,
      }),
  }
}

describe('a run of rows', () => {
  test('is held, with its last row as the head', async () => {
    const { upload, held } = await started()
    const rows = chain(10)
    expect(await upload(rows)).toMatchObject({
      status: 200,
      signed: true,
      body: { held: placeOf(rows[9]), notUnderstood: [] },
    })
    expect(held()).toEqual(rows.map(({ hash }) => hash))
  })

  test('that comes twice, or overlaps, has one effect', async () => {
    const { upload, held } = await started()
    const rows = chain(10)
    const head = placeOf(rows[9])
    await upload(rows.slice(0, 6), head)
    expect((await upload(rows.slice(0, 6), head)).body).toMatchObject({ held: placeOf(rows[5]) })
    expect((await upload(rows.slice(3, 10), head)).body).toMatchObject({ held: head })
    expect((await upload([], head)).body).toMatchObject({ held: head })
    expect(held()).toHaveLength(10)
  })

  test('that leaves a gap is refused with the head that is held, and nothing of it is kept', async () => {
    const { upload, held } = await started()
    const rows = chain(10)
    const head = placeOf(rows[9])
    const refused = { status: 409, problem: 'broken-chain', signed: true }
    expect(await upload(rows.slice(1), head)).toMatchObject({ ...refused, body: { head: null } })
    await upload(rows.slice(0, 3), head)
    expect(await upload(rows.slice(4), head)).toMatchObject({
      ...refused,
      body: { head: placeOf(rows[2]) },
    })
    const holed = rows.filter(({ seq }) => seq !== 7)
    expect(await upload(holed, head)).toMatchObject(refused)
    expect(held()).toHaveLength(3)
  })

  test('with one byte changed is refused as a whole', async () => {
    const { upload, held } = await started()
    const rows = chain(10).map((row) => (row.seq === 8 ? { ...row, body: '{"v":2}' } : row))
    expect(await upload(rows)).toMatchObject({ status: 409, problem: 'broken-chain' })
    expect(held()).toEqual([])
  })

  test('that begins with no name of a counter is refused', async () => {
    const { upload } = await started()
    const [first] = chain(1)
    if (!first) throw new Error('no row')
    expect(await upload([{ ...first, kind: 'staff.added' }])).toMatchObject({ status: 409 })
    expect(await upload([{ ...first, body: '{"v":1' }])).toMatchObject({ status: 409 })
  })

  test('is refused for its size, by its rows as by its bytes', async () => {
    const { upload, held } = await started()
    const refused = { status: 413, problem: 'too-large' }
    expect(await upload(chain(501))).toMatchObject(refused)
    expect(await upload(chain(100, 'x'.repeat(20_000)))).toMatchObject(refused)
    expect(held()).toEqual([])
    expect(await upload(chain(500))).toMatchObject({ status: 200 })
  })
})

describe('another journal of the same counter', () => {
  test('is noticed by a row that differs', async () => {
    const { upload } = await started()
    await upload(chain(10))
    const other = chain(12, 'of a copy')
    expect(await upload(other.slice(5))).toMatchObject({
      status: 409,
      problem: 'forked',
      body: { head: placeOf(chain(10)[9]) },
    })
  })

  test('is noticed by its head alone, where it differs or lies behind', async () => {
    const { upload } = await started()
    const rows = chain(10)
    await upload(rows)
    const forked = { status: 409, problem: 'forked' }
    expect(await upload([], placeOf(chain(10, 'of a copy')[9]))).toMatchObject(forked)
    expect(await upload([], placeOf(rows[8]))).toMatchObject(forked)
    expect(await upload([], null)).toMatchObject(forked)
    expect(await upload([], placeOf(chain(11)[10]))).toMatchObject({ status: 200 })
  })
})

test('rows of a kind that it does not know are held, and listed each time', async () => {
  const knownKinds = new Set(Object.keys(bodySchemas))
  knownKinds.delete('session.signedIn')
  const { upload, held } = await started({ knownKinds })
  const rows = chain(3)
  const listed = [
    { epoch: 1, seq: 2, reason: 'kind not known: session.signedIn' },
    { epoch: 1, seq: 3, reason: 'kind not known: session.signedIn' },
  ]
  expect((await upload(rows)).body).toMatchObject({ notUnderstood: listed })
  expect((await upload(rows)).body).toMatchObject({ notUnderstood: listed })
  expect(held()).toHaveLength(3)
})

test('what is held is given back in pages, exactly as it was hashed', async () => {
  const { upload, ask } = await started()
  const rows = chain(1_200)
  const head = placeOf(rows.at(-1))
  for (let from = 0; from < rows.length; from += 400) {
    await upload(rows.slice(from, from + 400), head)
  }
  const given: WireRow[] = []
  for (let more = true; more;) {
    const { body } = await ask(1, given.length)
    const page = body as { rows: WireRow[]; more: boolean; held: unknown }
    expect(page.held).toEqual(head)
    given.push(...page.rows)
    more = page.more
  }
  expect(given).toEqual(rows)
  expect((await ask(1, 1_200)).body).toMatchObject({ rows: [], more: false })
})

test('a page is no larger than a run, in bytes too', async () => {
  const { upload, ask } = await started()
  const rows = chain(100, 'x'.repeat(20_000))
  const head = placeOf(rows.at(-1))
  for (let from = 0; from < 100; from += 25) await upload(rows.slice(from, from + 25), head)
  const { body } = await ask(1, 0)
  expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(1_200_000)
  expect(body).toMatchObject({ more: true })
})

test('what was not stored is not held: a run that the disk refused comes again', async () => {
  const { upload, held, database } = await started()
  const rows = chain(10)
  database.pragma('query_only = ON')
  expect(await upload(rows)).toMatchObject({ status: 503, problem: 'unavailable' })
  database.pragma('query_only = OFF')
  expect(held()).toEqual([])
  expect(await upload(rows)).toMatchObject({ status: 200 })
})
