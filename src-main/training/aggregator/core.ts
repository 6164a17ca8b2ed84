/**
 * The aggregator, simulated: pure. A request goes in, an answer comes out, with what the wire is
 * to do to it; time and chance are given. It speaks exactly the contract of
 * `src-shared/aggregator`, and refuses what a real one would refuse.
 */
import { wireIdSchema, wireTime } from '../../../src-shared/aggregator/common.ts'
import { enrolmentRequestSchema, runLimit } from '../../../src-shared/aggregator/counters.ts'
import { paymentRequestSchema } from '../../../src-shared/aggregator/payments.ts'
import type { HttpRequest } from '../../engine/channels/http.ts'
import { signAnswer, verifyRequest, type SignedAnswer } from '../../engine/channels/signing.ts'
import type { JournalRow } from '../../engine/journal/kinds.ts'
import { storageFailure } from '../../engine/storage.ts'
import {
  carried,
  plainAnswer,
  read,
  scripted,
  spoiled,
  statusReply,
  tooMany,
  undone,
  type Heard,
} from './answering.ts'
import { createByItself } from './byItself.ts'
import { calledBy, type Called } from './calls.ts'
import { createDesks, type AggregatorCoreOptions } from './desks.ts'
import { createEvents, type Events } from './events.ts'
import { netMinor, type PaymentRecord } from './record.ts'
import { createRecords, openAggregatorFile, type Totals } from './records.ts'
import { problem, type Reply } from './replies.ts'
import type { Script, Trick } from './tricks.ts'

/** How far a signature's time may be from ours, either way. */
const maxAgeMs = 5 * 60_000
/** Large enough for a run of rows with its frame. */
const bodyLimitBytes = runLimit.bytes + 65_536

export type AggregatorCore = {
  handle(request: HttpRequest, nowMs: number): Promise<Heard>
  /** What its payer saw of a request that never arrived: a code that the till made, or its end. */
  overhear(request: HttpRequest, nowMs: number): Promise<void>
  /** Does what is due by now. @returns false where the disk did not take it: try again */
  act(nowMs: number): boolean
  nextDueMs(): number | null
  clockPutAhead(nowMs: number): void
  customerPays(paymentId: string, amountMinor: number | null, nowMs: number): boolean
  readonly events: Pick<Events, 'after' | 'on'>
  script(script: Script | null): void
  /** What it was paid less what it gave back, in cents. */
  moneyOf(paymentId: string): number
  payment(paymentId: string): PaymentRecord | undefined
  totals(): Totals
  /** What it holds of a counter's journal. */
  journal(counterId: string): readonly JournalRow[]
}

export function createAggregatorCore(options: AggregatorCoreOptions): AggregatorCore {
  const { database, keys, signer, sealing, random } = options
  openAggregatorFile(database, () => random.bytes(32))
  const records = createRecords(database)
  const events = createEvents(database)
  const byItself = createByItself(records, events)
  const desks = createDesks(records, options)
  const { counters, journals, payments } = desks
  const counts = new Map<string, number>()
  const busy = { fromMs: 0, requests: 0 }
  let script: Script | null = null
  let lastAnswer: SignedAnswer | null = null

  /** All of it is on the disk, or none; then it is told. */
  const change = <T>(work: () => T): T => {
    events.discard()
    const result = records.inOne(work)
    events.flush()
    return result
  }

  const admit = async (
    request: HttpRequest,
    called: Called,
    nowMs: number,
  ): Promise<{ readonly counterId: string; readonly use: () => boolean } | Reply> => {
    const enrols = called.name === 'enrol' ? read(enrolmentRequestSchema, request) : null
    if (called.name === 'enrol' && !enrols) return problem('malformed', 'not an enrolment')
    const verified = await verifyRequest(request, {
      keys,
      keyOf: (keyId) =>
        enrols
          ? enrols.key.keyId === keyId
            ? enrols.key
            : undefined
          : counters.counterOf(keyId)?.key,
      nowMs,
      maxAgeMs,
    })
    if (!verified.ok) {
      return verified.code === 'clock-skew'
        ? problem('clock-skew', verified.reason, { serverTime: wireTime(nowMs) })
        : problem('unauthorized', verified.reason)
    }
    const counterId = counters.counterOf(verified.keyId)?.counterId ?? ''
    const use = (): boolean =>
      records.useNonce(verified.keyId, verified.nonce, { nowMs, keepMs: 2 * maxAgeMs })
    return { counterId, use }
  }

  /** What the payer's phone showed. */
  const codeIn = async (request: HttpRequest): Promise<string | null> => {
    const code = read(paymentRequestSchema, request)?.customerCode
    if (!code) return null
    if (code.kind === 'plain') return code.text
    const opener = sealing === null ? null : await sealing()
    return opener ? opener.open(code.jwe) : null
  }

  const replyTo = async (
    request: HttpRequest,
    called: Called | null,
    nowMs: number,
    trick: Trick | null,
  ): Promise<Reply | { readonly stream: string }> => {
    if (!called) return problem('not-found', 'no such call')
    if (tooMany(busy, nowMs)) return problem('too-many', 'too many requests', { retryAfterS: 2 })
    if ((request.body?.length ?? 0) > bodyLimitBytes) return problem('too-large', 'too many bytes')
    if (called.name === 'health') {
      return desks.serve(called, request, {
        counterId: '',
        nowMs,
        codeText: null,
        sealingKey: null,
        trick,
      })
    }
    const admitted = await admit(request, called, nowMs)
    if ('status' in admitted) return admitted
    const codeText = called.name === 'putPayment' ? await codeIn(request) : null
    const sealingKey = called.name === 'enrol' && sealing ? (await sealing()).key : null
    return change(() => {
      if (!admitted.use()) return problem('unauthorized', 'the nonce was used before')
      byItself.act(nowMs)
      const given = { counterId: admitted.counterId, nowMs, codeText, sealingKey, trick }
      const said = desks.serve(called, request, given)
      return called.name === 'stream' && said.status === 200 ? { stream: admitted.counterId } : said
    })
  }

  const refusedByDisk = (error: unknown): Reply => {
    const failure = storageFailure(error)
    if (!failure) throw error
    return problem('unavailable', failure.code)
  }

  return {
    async handle(request, nowMs) {
      const called = calledBy(request)
      const trick = called ? scripted(script, called, counts) : null
      if (trick?.kind === 'loseRequest') return { kind: 'lost' }
      const said = undone(trick)
        ? statusReply(trick)
        : await replyTo(request, called, nowMs, trick).catch(refusedByDisk)
      if ('stream' in said) {
        const { stream: counterId } = said
        const lastEventId = request.headers['last-event-id'] ?? null
        if (trick?.kind === 'loseAnswer') return { kind: 'lost' }
        const delayMs = trick?.kind === 'answerAfter' ? trick.ms : 0
        return { kind: 'stream', counterId, lastEventId, trick, delayMs }
      }
      const fault = trick ?? said.trick
      const signs = called?.name !== 'health' && fault?.kind !== 'noSignature'
      const plain = plainAnswer(said, fault)
      const signed = signs ? await signAnswer(plain, request, { signer, nowMs }) : plain
      const sent = spoiled(signed, fault, lastAnswer)
      lastAnswer = signed
      return carried(sent, fault)
    },
    async overhear(request, nowMs) {
      const called = calledBy(request)
      if (called?.name !== 'putPayment' && called?.name !== 'closePayment') return
      const admitted = await admit(request, called, nowMs)
      if ('status' in admitted || !wireIdSchema.safeParse(called.id).success) return
      const at = { counterId: admitted.counterId, nowMs }
      try {
        change(() => {
          const shown = called.name === 'putPayment' ? read(paymentRequestSchema, request) : null
          if (shown) payments.shown(called.id, shown, at)
          else payments.calledOff(called.id, at)
        })
      } catch (error) {
        refusedByDisk(error)
      }
    },
    act(nowMs) {
      try {
        change(() => byItself.act(nowMs))
        return true
      } catch (error) {
        refusedByDisk(error)
        return false
      }
    },
    nextDueMs: () => records.nextDueMs(),
    clockPutAhead(nowMs) {
      try {
        change(() => byItself.clockPutAhead(nowMs))
      } catch (error) {
        refusedByDisk(error)
      }
    },
    customerPays: (paymentId, amountMinor, nowMs) =>
      change(() => byItself.customerPays(paymentId, amountMinor, nowMs)),
    events,
    script(wanted) {
      script = wanted
    },
    moneyOf(paymentId) {
      const record = records.payment(paymentId)
      return record ? netMinor(record) : 0
    },
    payment: (paymentId) => records.payment(paymentId),
    totals: () => records.totals(),
    journal: (counterId) => journals.rows(counterId),
  }
}
