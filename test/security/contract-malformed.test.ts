/**
 * Malformed and oversized calls: whatever comes, it is answered with a Result or the line is
 * dropped, the till lives, and the journal has no row that nobody was granted.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calls, requestLimit, type CallName } from '../../src-shared/contract/index.ts'
import {
  attack,
  busyTill,
  everyInput,
  refusalOf,
  replySchema,
  requestOf,
  type Attacker,
} from '../harness/attacker.ts'
import { freshId, openDoor, signIn } from '../harness/fakeTill.ts'
import { noDevices } from '../harness/terminalProfile.ts'
import { startTestTill, type TestTill } from '../harness/testTill.ts'

const names = Object.keys(calls) as CallName[]

/** What a machine gone wrong, or a person who tries, puts in the place of anything. */
const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    ' ',
    0,
    -0,
    -1,
    0.1,
    1e21,
    Number.MAX_SAFE_INTEGER + 1,
    '5000',
    '__proto__',
    'constructor',
    'toString',
    '\u0000',
    '\ud800',
    '\u202e',
    "'; DROP TABLE journal; --",
    '${1}',
    '{total}',
    'a'.repeat(141),
    'a'.repeat(10_000),
    [],
    {},
    [[]],
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }),
  fc.uuid({ version: 7 }),
)
const key = fc.constantFrom(
  'constructor',
  'prototype',
  'toString',
  'then',
  'window',
  'override',
  'session',
  'pin',
  'saleId',
  'amountMinor',
)

type Change = { readonly at: number; readonly how: 'replace' | 'leaveOut' | 'add' } & {
  readonly key: string
  readonly value: unknown
}
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat({ max: 50 }),
  how: fc.constantFrom('replace', 'leaveOut', 'add'),
  key,
  value: junk,
})

/** Every field of every object in it. */
const fieldsIn = (
  value: unknown,
): readonly { readonly holder: Record<string, unknown>; readonly field: string }[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([field, inner]) => [
        { holder: value as Record<string, unknown>, field },
        ...fieldsIn(inner),
      ])

function spoil(request: unknown, { at, how, key: added, value }: Change): void {
  const fields = fieldsIn(request)
  const chosen = fields[at % fields.length]
  if (!chosen) return
  const { holder, field } = chosen
  if (how === 'replace') holder[field] = value
  else if (how === 'add') holder[added] = value
  else Reflect.deleteProperty(holder, field)
}

/** A right call, and what goes wrong with it. */
const spoiled = fc.record({
  name: fc.constantFrom(...names),
  signedIn: fc.boolean(),
  consent: fc.constantFrom('none', 'right', 'wrong'),
  changes: fc.array(change, { maxLength: 3 }),
})
type Spoiled = typeof spoiled extends fc.Arbitrary<infer T> ? T : never

async function spoiledRequest(till: TestTill, of: Spoiled, known: Known): Promise<unknown> {
  const pin = of.consent === 'right' ? '3333' : '9999'
  const override = { approver: known.staffId, pin, reason: 'because' }
  const request: unknown = structuredClone(
    requestOf(of.name, everyInput(known)[of.name], {
      session: of.signedIn ? ((await till.session())?.sessionId ?? null) : null,
      ...(of.consent === 'none' ? {} : { override }),
    }),
  )
  for (const one of of.changes) spoil(request, one)
  return request
}
type Known = Parameters<typeof everyInput>[0]

const rowsOf = (till: TestTill): number =>
  till.database().prepare<[], { count: number }>('SELECT count(*) AS count FROM journal').get()
    ?.count ?? 0

/** What was not granted has left no row, but for a wrong PIN's. */
function expectNothingBeyond(till: TestTill, rowsBefore: number, granted: boolean): void {
  if (granted || rowsOf(till) === rowsBefore) return
  const fresh = till.kinds().slice(rowsBefore)
  expect(fresh.filter((kind) => !kind.endsWith('.refused'))).toEqual([])
}

/** Signed in again, where the calls before have ended the session. */
async function atWork(till: TestTill): Promise<void> {
  if (!(await till.session())) await till.signIn()
}

describe('at the door', () => {
  test(
    'malformed calls, hundreds of right ones each spoiled in some places: each is answered',
    { timeout: 60_000 },
    async () => {
      const till = await startTestTill({
        settings: '{"training.fpsPaysAfterMs":null}',
        parts: { devices: noDevices },
      })
      const known = await busyTill(till)
      const answered = { granted: 0, refused: 0, nobody: 0 }
      await fc.assert(
        fc.asyncProperty(spoiled, async (one) => {
          await atWork(till)
          const request = await spoiledRequest(till, one, known)
          const rowsBefore = rowsOf(till)
          const reply = await till.server().call('till', request)
          const answer = reply && replySchema.parse(reply).answer
          answered[answer === null ? 'nobody' : answer.ok ? 'granted' : 'refused'] += 1
          expect(answer?.ok === false ? answer.failure.code : null).not.toBe('bug')
          expectNothingBeyond(till, rowsBefore, answer?.ok === true)
        }),
        { numRuns: 300 },
      )
      // Else this would try nothing: some must get through, and most must not.
      expect(Math.min(...Object.values(answered))).toBeGreaterThan(10)
      expect(await till.counter()).toMatchObject({ state: 'ready' })
    },
  )

  test('malformed calls that are no calls at all: nobody is answered, and nothing is done', async () => {
    const till = await startTestTill()
    await till.ready()
    const rows = rowsOf(till)
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
    })
    await fc.assert(
      fc.asyncProperty(anything, async (value) => {
        expect(await till.server().call('till', value)).toBeNull()
      }),
      { numRuns: 300 },
    )
    expect(rowsOf(till)).toBe(rows)
  })
})

describe('through a real socket', () => {
  /** A page that comes again whenever it was dropped. */
  async function returning(till: TestTill): Promise<(frame: string | Buffer) => Promise<string>> {
    const web = await openDoor(till.server())
    const cookie = await signIn(web)
    let page: Attacker | undefined
    return async (frame) => {
      if (!page || page.gone()) page = await attack(web, { cookie })
      return refusalOf(await page.say(frame)) ?? 'granted'
    }
  }

  test(
    'malformed frames, each spoiled as text: answered or dropped, and the till works on',
    { timeout: 60_000 },
    async () => {
      const till = await startTestTill({
        settings: '{"training.fpsPaysAfterMs":null}',
        parts: { devices: noDevices },
      })
      const known = await busyTill(till)
      const say = await returning(till)
      const seen = new Map<string, number>()
      /** What befalls the text on its way: nothing, cut off, letters or bytes put in. */
      const way = fc.oneof(
        { arbitrary: fc.constant({ put: null, cut: false }), weight: 4 },
        { arbitrary: fc.constant({ put: null, cut: true }), weight: 1 },
        {
          arbitrary: fc.record({
            put: fc.oneof(
              fc.string({ unit: 'binary', minLength: 1, maxLength: 5 }),
              fc.uint8Array({ minLength: 1, maxLength: 4 }),
            ),
            cut: fc.boolean(),
          }),
          weight: 1,
        },
      )
      const asText = fc.record({ one: spoiled, at: fc.nat({ max: 200 }), way })
      await fc.assert(
        fc.asyncProperty(asText, async ({ one, at, way: { put, cut } }) => {
          await atWork(till)
          const text = JSON.stringify(await spoiledRequest(till, one, known))
          const frame = Buffer.concat([
            Buffer.from(text.slice(0, at)),
            Buffer.from(put ?? ''),
            Buffer.from(cut ? '' : text.slice(at)),
          ])
          const rowsBefore = rowsOf(till)
          const answer = await say(frame)
          seen.set(answer, (seen.get(answer) ?? 0) + 1)
          expect(answer).not.toBe('bug')
          expectNothingBeyond(till, rowsBefore, answer === 'granted')
        }),
        { numRuns: 150 },
      )
      for (const answer of ['granted', 'dropped', 'malformedCall']) {
        expect(seen.get(answer) ?? 0, answer).toBeGreaterThan(5)
      }
      expect(await say(JSON.stringify(requestOf('session.staff', {})))).toBe('granted')
    },
  )

  const callOf = (input: string, callId = freshId()): string =>
    `{"type":"call","callId":"${callId}","session":null,"name":"session.staff","input":${input}}`
  const fillUp = (piece: string, around: readonly [string, string]): string => {
    const room = requestLimit - callOf(around.join('')).length
    return callOf(around.join(piece.repeat(Math.floor(room / piece.length))))
  }

  test.for([
    ['a thousand times a thousand in numbers that grow when they are written out', '1e20,', '[0]'],
    ['nested as deep as a frame allows', '[', ''],
    ['an object within an object within an object', '{"a":', ''],
    ['the same field again and again', '"a":0,', '{"b":0}'],
    ['a text of escapes', String.raw`\u0000`, '""'],
    ['a text of halves of characters', String.raw`\ud800`, '""'],
    ['spaces and nothing else', ' ', ''],
  ] as const)('an oversized call: %s', async ([, piece, around]) => {
    const till = await startTestTill()
    const say = await returning(till)
    const rows = rowsOf(till)
    const half = Math.ceil(around.length / 2)
    const frame = fillUp(piece, [around.slice(0, half), around.slice(half)])
    expect(Buffer.byteLength(frame)).toBeLessThanOrEqual(requestLimit)
    expect(['malformedCall', 'dropped']).toContain(await say(frame))
    expect(rowsOf(till)).toBe(rows)
    expect(await say(callOf('{}'))).toBe('granted')
  })

  test('an oversized call: one byte over the limit is dropped before it is read', async () => {
    const till = await startTestTill()
    const say = await returning(till)
    const pad = ' '.repeat(requestLimit - callOf('{}').length)
    expect(await say(pad + callOf('{}'))).toBe('granted')
    expect(await say(`${pad} ${callOf('{}')}`)).toBe('dropped')
    expect(await say(callOf('{}'))).toBe('granted')
  })
})

test('letters that are meant for machines (codes of a printer, ends of lines, turns of direction): none of them gets into a text that is kept', async () => {
  const till = await startTestTill()
  await till.ready()
  const typed = 'two \u001b@\u0000\u0007\r\n\t\u009b\u2028\u202e\u2067 teas'
  const details = { totalMinor: 100, reference: typed, description: typed }
  const answer = await till.call('sale.open', details)
  if (answer.ok) {
    const { saleId } = answer.value
    await till.get('payment.takeCash', { saleId, tenderedMinor: 100 })
    const people = await till.get('session.staff', {})
    const approver = people.find(({ role }) => role === 'supervisor')?.staffId
    if (!approver) throw new Error('no supervisor')
    const override = { approver, pin: '3333', reason: typed }
    await till.call('receipt.reprint', { saleId }, { override })
  }
  const texts = till.rows().flatMap(({ body }) => textsIn(JSON.parse(body)))
  expect(
    texts.filter((text) => /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text)),
  ).toEqual([])
})

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
