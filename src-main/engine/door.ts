/**
 * The only door to the engine: checks who calls and what, does each change once, and tells the
 * windows what has become of what they show.
 */
import {
  calls,
  events,
  requestSchema,
  topics,
  type CallName,
  type Event,
  type Input,
  type Output,
  type Reply,
  type Request,
  type Topic,
  type TopicValue,
} from '../../src-shared/contract/index.ts'
import { windows, type CallDefinition, type Window } from '../../src-shared/contract/define.ts'
import { callIdSchema, type StaffId } from '../../src-shared/ids.ts'
import type { Permission } from '../../src-shared/permissions.ts'
import { done, failed, type Result } from '../../src-shared/result.ts'
import { createAnswers } from './answers.ts'
import type { Parts } from './parts.ts'
import { refuse, type Caller, type LatePlan, type Plan, type SignedIn } from './plan.ts'
import type { ContractServer } from './server.ts'
import type { Asked, Overrides } from './staff/overrides.ts'
import type { Storage } from './storage.ts'

type CallerOf<N extends CallName> = (typeof calls)[N]['who'] extends 'anyone' ? Caller : SignedIn
type AnswerOf<N extends CallName> = (typeof calls)[N]['does'] extends 'change'
  ? Plan<Output<N>> | Promise<Plan<Output<N>>> | LatePlan<Output<N>>
  : Result<Output<N>>

/** One for each call of the contract; `view.topic` is the door's own. */
export type Handlers = {
  readonly [N in Exclude<CallName, 'view.topic'>]: (
    input: Input<N>,
    caller: CallerOf<N>,
  ) => AnswerOf<N>
}

export type DoorParts = {
  readonly identify: (
    window: Window,
    session: Request['session'],
  ) =>
    | {
        readonly staffId: StaffId
        readonly permissions: readonly Permission[]
        readonly withOverride: readonly Permission[]
      }
    | undefined
  readonly consent: Overrides['consent']
  readonly signedIn: (window: Window) => boolean
  readonly topics: { readonly [T in Topic]: (window: Window) => TopicValue<T> }
}

export type Door = Omit<ContractServer, 'woke'> & {
  /**
   * Something that a screen shows may have changed: whoever shows it is told.
   * @param which left out: it may be anything
   */
  readonly changed: (which?: readonly Topic[]) => void
}

/** Who is let in, and for what he needs somebody's consent. */
type Admitted = {
  readonly caller: Caller
  readonly consentTo: Permission | null
  readonly permissions: readonly Permission[]
  readonly withOverride: readonly Permission[]
}

/** A change that is being carried out: whoever repeats it waits for the same answer. */
type UnderWay = {
  readonly name: string
  readonly window: Window
  readonly answer: Promise<Result<unknown>>
}

type Planned = Plan<unknown> | Promise<Plan<unknown>> | LatePlan<unknown>
type Change = (input: unknown, caller: Caller) => Planned
type Ask = (input: unknown, caller: Caller) => Result<unknown>

const isCall = (name: string): name is CallName => Object.hasOwn(calls, name)

export function createDoor(
  parts: Pick<Parts, 'database' | 'clock' | 'log' | 'firstRevision'>,
  storage: Storage,
  handlers: Handlers,
  people: DoorParts,
): Door {
  const answers = createAnswers(parts)
  const listeners = new Map<Window, Set<(event: Event) => void>>()
  const shown = new Map<string, { readonly text: string; readonly revision: number }>()
  const underWay = new Map<string, UnderWay>()
  let stopped = false

  const valueFor = (window: Window, topic: Topic): unknown => {
    if (events[topic].who === 'signedIn' && !people.signedIn(window)) return null
    return people.topics[topic](window)
  }

  /** What this window shows of it now; where it is news, whoever listens there is told. */
  const refresh = (window: Window, topic: Topic): { revision: number; value: unknown } => {
    const value = valueFor(window, topic)
    const text = JSON.stringify(value)
    const key = `${window} ${topic}`
    const before = shown.get(key)
    if (before?.text === text) return { revision: before.revision, value }
    const revision = (before?.revision ?? parts.firstRevision) + 1
    shown.set(key, { text, revision })
    for (const listener of listeners.get(window) ?? []) {
      listener({ type: 'event', topic, revision, value })
    }
    return { revision, value }
  }

  const isShown = (window: Window, topic: Topic): boolean =>
    (events[topic].windows as readonly Window[]).includes(window)

  const changed = (which: readonly Topic[] = topics): void => {
    // What ends after the engine has nobody to tell, and nothing to read from.
    if (stopped) return
    for (const window of windows) {
      // Whoever comes later asks first. The customer's display is a story, which goes on untold.
      const isWatched = (listeners.get(window)?.size ?? 0) > 0
      if (!isWatched && window !== 'customer') continue
      for (const topic of which) if (isShown(window, topic)) refresh(window, topic)
    }
  }

  /** Writes what was planned, with its answer, and only then lets anything out. */
  const carryOut = (request: Request, plan: Plan<unknown>): Result<unknown> => {
    const { entries = [], alongside } = plan
    // A session ends with the process, and so does the answer that it has begun.
    const keep = !request.name.startsWith('session.')
    if (entries.length > 0 || alongside) {
      const failure = storage.write(entries, () => {
        alongside?.()
        if (keep) answers.keep(request, plan.answer)
      })
      // Not kept: the same press may succeed when there is room again.
      if (failure) return { ok: false, failure }
    }
    if (!keep || entries.length === 0) answers.remember(request, plan.answer)
    if (plan.answer.ok) plan.after?.()
    return plan.answer
  }

  /** Until it is answered, the same call again gets the same answer. */
  const noteUnderWay = (
    window: Window,
    { callId, name }: Request,
    answer: Promise<Result<unknown>>,
  ): Promise<Result<unknown>> => {
    underWay.set(callId, { name, window, answer })
    const end = (): void => {
      underWay.delete(callId)
    }
    answer.then(end, end)
    return answer
  }

  const change = (request: Request, planned: Planned): Promise<Result<unknown>> =>
    // Decided at once: carried out at once, so that no other call comes between.
    planned instanceof Promise
      ? planned.then((plan) => carryOut(request, typeof plan === 'function' ? plan() : plan))
      : Promise.resolve(carryOut(request, planned))

  /** What this very call was answered, or will be: only who made its id can ask for it. */
  const repeated = (
    window: Window,
    { does, windows: allowed }: CallDefinition,
    request: Request,
  ): Promise<Result<unknown>> | undefined => {
    if (does !== 'change' || !allowed.includes(window)) return undefined
    const kept = answers.find(request)
    if (kept) return Promise.resolve(kept)
    const now = underWay.get(request.callId)
    if (!now || (now.name === request.name && now.window === window)) return now?.answer
    // One id for two different calls: the page is wrong, and neither is done twice.
    return Promise.resolve(failed('malformedCall', { field: 'callId' }))
  }

  const viewTopic = (window: Window, topic: Topic): Result<unknown> =>
    done(isShown(window, topic) ? refresh(window, topic) : { revision: 0, value: null })

  const admit = (
    window: Window,
    definition: CallDefinition,
    session: Request['session'],
  ): Result<Admitted> => {
    if (!definition.windows.includes(window)) return failed('wrongWindow')
    const { who, does } = definition
    if (who === 'anyone') {
      const nobody = { window, staffId: null }
      return done({ caller: nobody, consentTo: null, permissions: [], withOverride: [] })
    }
    const person = people.identify(window, session)
    if (!person) return failed('signInNeeded')
    const { permissions, withOverride } = person
    const known = { caller: { window, staffId: person.staffId }, permissions, withOverride }
    if (who === 'signedIn' || permissions.includes(who)) return done({ ...known, consentTo: null })
    // A consent is journaled with what it was for: there is none to a mere question.
    return does === 'change' && withOverride.includes(who)
      ? done({ ...known, consentTo: who })
      : failed('notPermitted', { permission: who })
  }

  /** The permission that this very plan needs besides, where the caller has not got it. */
  const lacking = (
    plan: Plan<unknown>,
    { permissions, withOverride }: Pick<Admitted, 'permissions' | 'withOverride'>,
  ): { permission: Permission; mayAsk: boolean } | null => {
    const { needs } = plan
    if (needs === undefined || !plan.answer.ok || permissions.includes(needs)) return null
    return { permission: needs, mayAsk: withOverride.includes(needs) }
  }

  /** What comes of a call that nobody has consented to yet: nobody is asked to, where it would be refused all the same. */
  const withoutConsent = (plan: Plan<unknown>, permission: Permission): Plan<unknown> =>
    plan.answer.ok ? refuse(failed('overrideNeeded', { permission })) : plan

  /** Decided and carried out in one go once somebody has consented: no other call comes between. */
  const changeWithConsent = async (
    request: Request,
    override: NonNullable<Request['override']>,
    asked: Asked,
    decide: () => Plan<unknown>,
    stillThere: () => boolean,
  ): Promise<Result<unknown>> => {
    const consent = await people.consent(asked, override)
    if (!consent.given) return carryOut(request, consent.plan)
    // The PIN took its time: whoever asked may have been signed out meanwhile.
    if (!stillThere()) return carryOut(request, refuse(failed('signInNeeded')))
    return carryOut(request, consent.cover(decide()))
  }

  const answerCall = async (window: Window, request: Request): Promise<Result<unknown>> => {
    const { name } = request
    if (!isCall(name)) return failed('unknownCall', { name: name.slice(0, 40) })
    const definition: CallDefinition = calls[name]
    // The same press again, also when its session has ended meanwhile.
    const before = repeated(window, definition, request)
    if (before) return before
    const admitted = admit(window, definition, request.session)
    if (!admitted.ok) return admitted
    const { caller, consentTo } = admitted.value
    const input = definition.input.safeParse(request.input)
    if (!input.success) {
      const field = input.error.issues[0]?.path.join('.') ?? ''
      return failed('malformedCall', { field: field.slice(0, 60) })
    }
    if (name === 'view.topic') return viewTopic(window, calls[name].input.parse(input.data).topic)
    // Which it is, is said by the contract; the types of `Handlers` hold each to it.
    if (definition.does === 'ask') return (handlers[name] as Ask)(input.data, caller)
    const handler = handlers[name] as Change
    const { staffId } = caller
    const decided = consentTo === null ? handler(input.data, caller) : null
    if (decided instanceof Promise || staffId === null) {
      const planned = decided ?? handler(input.data, caller)
      return noteUnderWay(window, request, change(request, planned))
    }
    const decide = (): Plan<unknown> => {
      const plan = handler(input.data, caller)
      if (plan instanceof Promise) throw new Error(`${name}: what needs consent is decided at once`)
      return plan
    }
    const plan = decided ?? decide()
    const lacks = lacking(plan, admitted.value)
    if (lacks?.mayAsk === false) {
      return failed('notPermitted', { permission: lacks.permission })
    }
    const permission = lacks?.permission ?? consentTo
    if (permission === null) return noteUnderWay(window, request, change(request, plan))
    const { override } = request
    if (!override) {
      return noteUnderWay(window, request, change(request, withoutConsent(plan, permission)))
    }
    const asked = { call: name, permission, asker: staffId }
    const stillThere = (): boolean => people.identify(window, request.session) !== undefined
    const answer = changeWithConsent(request, override, asked, decide, stillThere)
    return noteUnderWay(window, request, answer)
  }

  return {
    changed,
    async call(window, raw) {
      const parsed = requestSchema.safeParse(raw)
      if (!parsed.success) {
        const id = callIdSchema.safeParse(
          typeof raw === 'object' && raw !== null && 'callId' in raw ? raw.callId : undefined,
        )
        return id.success ? reply(id.data, failed('malformedCall', { field: '' })) : null
      }
      const request = parsed.data
      if (stopped) return reply(request.callId, failed('notConnected'))
      try {
        const answer = await answerCall(window, request)
        // A question changes nothing.
        if (!isCall(request.name) || calls[request.name].does === 'change') changed()
        return reply(request.callId, answer)
      } catch (problem) {
        const reference = request.callId.slice(-6)
        parts.log('error', 'bug', {
          call: request.name.slice(0, 40),
          reference,
          problem: String(problem),
        })
        return reply(request.callId, failed('bug', { reference }))
      }
    },
    listen(window, listener) {
      const present = listeners.get(window) ?? new Set()
      listeners.set(window, present)
      present.add(listener)
      return () => present.delete(listener)
    },
    async stop() {
      stopped = true
      await Promise.allSettled([...underWay.values()].map(({ answer }) => answer))
      listeners.clear()
    },
  }
}

const reply = (callId: string, answer: Result<unknown>): Reply => ({
  type: 'reply',
  callId,
  answer,
})
