/**
 * An Octopus reader behind the reader link. It is opened when it is needed and opened again when
 * it was lost; a question is asked again then, and what moves money is not: of that the outcome
 * is asked for. Nothing that a shop can see is thrown. Amounts are in tens of cents.
 */
import type { Clock, Random } from '../../parts.ts'
import type { ByteLink } from '../byteLink.ts'
import { createCaller, type Caller, type CardEvent, type Ended } from './caller.ts'
import { isCardNumber } from './fields.ts'
import {
  isAmountTenCents,
  isReference,
  linkVersion,
  type CallName,
  type RequestOf,
  type ResponseOf,
} from './messages.ts'
import {
  deductResult,
  answerOf,
  outcomeResult,
  type AskedMove,
  type AskedOutcome,
  type DeductResult,
  type Failed,
  type NotReady,
  type OutcomeResult,
  type PollResult,
  type ReaderFacts,
} from './results.ts'

export type OctopusReader = {
  /** Opens it anew. What needs an open reader does so by itself. */
  init(): Promise<{ readonly kind: 'ready'; readonly reader: ReaderFacts } | NotReady>
  timeVer(): Promise<({ readonly kind: 'told' } & ResponseOf<'timeVer'>) | Failed>
  /** @param timeoutMs for how long a card is waited for, 3,000 at most */
  poll(asked: { readonly timeoutMs: number }): Promise<PollResult>
  /** The card, its value, the store and the reference are on the disk before this is called. */
  deduct(asked: AskedMove): Promise<DeductResult>
  outcome(asked: AskedOutcome): Promise<OutcomeResult>
  addValue(asked: AskedMove): Promise<DeductResult>
  display(asked: RequestOf<'display'>): Promise<{ readonly kind: 'shown' } | Failed>
  /** @param again the number of a file that was written before; null: a new one */
  exchangeFile(asked: {
    readonly again: number | null
  }): Promise<({ readonly kind: 'written' } & ResponseOf<'exchangeFile'>) | Failed>
  housekeeping(): Promise<({ readonly kind: 'loaded' } & ResponseOf<'housekeeping'>) | Failed>
  close(): Promise<{ readonly kind: 'closed' } | Failed>
  /** Null while it is not open. */
  readonly facts: () => ReaderFacts | null
  readonly doing: Caller['doing']
  /** Hints, from readers that give them. @returns how to stop listening */
  onCard(listener: (event: CardEvent) => void): () => void
  stop(): void
}

/** More is a fault of whoever asks: a counter has one customer at a time. */
const mostWaiting = 8

/** Asked once more where the reader was lost and opened again. */
const questions: ReadonlySet<CallName> = new Set<CallName>([
  'timeVer',
  'poll',
  'outcome',
  'display',
  'housekeeping',
])

export function createOctopusReader(parts: {
  readonly link: ByteLink
  readonly clock: Clock
  readonly random: Random
  readonly environment: 'training' | 'live'
  /** The till's name, 32 characters of ASCII at most. */
  readonly counter: string
  /** Whether value may be added: the shop's settings say so. */
  readonly addsValue: boolean
  readonly note?: (way: 'in' | 'out', text: string) => void
}): OctopusReader {
  const { link, clock, random, environment, counter } = parts
  const listeners = new Set<(event: CardEvent) => void>()
  let facts: ReaderFacts | null = null
  let isStopped = false
  let waiting = 0
  /** One after the other. */
  let turns: Promise<unknown> = Promise.resolve()

  const caller = createCaller({
    link,
    clock,
    event: (event) => listeners.forEach((listener) => listener(event)),
    ...(parts.note ? { note: parts.note } : {}),
  })
  const stopState = link.onState(() => {
    facts = null
  })

  const inTurn = <A>(work: () => Promise<A>): Promise<A | NotReady> => {
    if (waiting >= mostWaiting) return Promise.resolve(notReady('tooManyWaiting'))
    waiting += 1
    const mine = turns.then(async (): Promise<A | NotReady> =>
      isStopped ? notReady('stopped') : work(),
    )
    turns = mine.then(
      () => undefined,
      () => undefined,
    )
    return mine.finally(() => {
      waiting -= 1
    })
  }

  const open = async (): Promise<ReaderFacts | NotReady> => {
    facts = null
    const session = new DataView(random.bytes(4).slice().buffer).getUint32(0)
    const ended = await caller.call(
      'init',
      { ...linkVersion, environment, session, counter },
      (body) => body.session === session,
    )
    const opened = openedOf(ended, environment)
    if ('kind' in opened) return opened
    facts = opened
    return opened
  }

  /** @param storeId null: whichever it is */
  const ask = async <C extends CallName>(
    call: C,
    body: RequestOf<C>,
    storeId: string | null = null,
  ): Promise<Ended<ResponseOf<C>> | NotReady> => {
    for (let isFirst = true; ; isFirst = false) {
      const ready = facts ?? (await open())
      if ('kind' in ready) return ready
      if (storeId !== null && storeId !== ready.storeId) return notReady('otherStore')
      const ended = await caller.call(call, body)
      const isLost = ended.kind === 'error' && ended.code.kind === 'initAgain'
      if (isLost || ended.kind === 'noAnswer') facts = null
      if (!isLost || !isFirst || !questions.has(call)) return ended
    }
  }

  /** @returns its response, or why there is none */
  const asked = <C extends CallName>(
    call: C,
    body: RequestOf<C>,
  ): Promise<{ readonly kind: 'response'; readonly body: ResponseOf<C> } | Failed> =>
    inTurn(async () => answerOf(await ask(call, body)))

  const moves = (
    call: 'deduct' | 'addValue',
    { storeId, ...body }: AskedMove,
  ): Promise<DeductResult> => {
    const why = wrongIn(body)
    if (why !== null) return Promise.resolve({ kind: 'notAsked', why })
    return inTurn(async () => deductResult(body, await ask(call, body, storeId)))
  }

  return {
    init: () =>
      inTurn(async () => {
        const opened = await open()
        return 'kind' in opened ? opened : ({ kind: 'ready', reader: opened } as const)
      }),
    async timeVer() {
      const ended = await asked('timeVer', {})
      return ended.kind === 'response' ? { kind: 'told', ...ended.body } : ended
    },
    poll: ({ timeoutMs }) =>
      inTurn(async (): Promise<PollResult> => {
        const ended = answerOf(await ask('poll', { timeoutMs }))
        if (ended.kind === 'code' && ended.code.kind === 'noCard') return { kind: 'noCard' }
        if (ended.kind !== 'response') return ended
        return facts ? { kind: 'card', card: ended.body, reader: facts } : notReady('unplugged')
      }),
    deduct: (body) => moves('deduct', body),
    async outcome(about) {
      if (!isReference(about.reference)) return { kind: 'notAsked', why: 'reference' }
      const { reference } = about
      const told = await inTurn(async () =>
        outcomeResult(about, await ask('outcome', { reference }), facts?.storeId ?? null),
      )
      return told.kind === 'notReady' ? { ...told, kind: 'cannotTell' } : told
    },
    addValue: (body) =>
      parts.addsValue ? moves('addValue', body) : Promise.resolve({ kind: 'notAsked', why: 'off' }),
    async display(shown) {
      const ended = await asked('display', shown)
      return ended.kind === 'response' ? { kind: 'shown' } : ended
    },
    async exchangeFile({ again }) {
      const ended = await asked('exchangeFile', { again })
      return ended.kind === 'response' ? { kind: 'written', ...ended.body } : ended
    },
    async housekeeping() {
      const ended = await asked('housekeeping', {})
      return ended.kind === 'response' ? { kind: 'loaded', ...ended.body } : ended
    },
    close: () =>
      inTurn(async (): Promise<{ readonly kind: 'closed' } | Failed> => {
        if (!facts) return { kind: 'closed' }
        const ended = answerOf(await caller.call('close', {}))
        facts = null
        const wasClosed = ended.kind === 'code' && ended.code.name === 'notInitialised'
        return ended.kind === 'response' || wasClosed ? { kind: 'closed' } : ended
      }),
    facts: () => facts,
    doing: caller.doing,
    onCard(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop() {
      isStopped = true
      stopState()
      caller.stop()
      facts = null
    },
  }
}

const notReady = (why: NotReady['why']): NotReady => ({ kind: 'notReady', why, code: null })

/** @returns why the request cannot be made; null: it can */
function wrongIn({ reference, cardNumber, amountTenCents }: RequestOf<'deduct'>) {
  if (!isAmountTenCents(amountTenCents)) return 'amount'
  if (!isReference(reference)) return 'reference'
  return isCardNumber(cardNumber) ? null : 'cardNumber'
}

/** Whoever is of another version or environment than this till is as good as absent. */
function openedOf(
  ended: Ended<ReaderFacts>,
  environment: ReaderFacts['environment'],
): ReaderFacts | NotReady {
  switch (ended.kind) {
    case 'response': {
      const { body } = ended
      if (body.major !== linkVersion.major) return notReady('otherVersion')
      return body.environment === environment ? body : notReady('otherEnvironment')
    }
    case 'error': {
      const { code } = ended
      const isNamed = code.name === 'otherVersion' || code.name === 'otherEnvironment'
      return isNamed ? { ...notReady(code.name), code } : { ...notReady('code'), code }
    }
    case 'notSent':
      return notReady('noLine')
    case 'noAnswer':
      return notReady(ended.why)
  }
}
