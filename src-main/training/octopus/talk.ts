/** What is asked and said on the reader link, as `resources/octopus-link.md` names it. */

export type MovesMoney = {
  readonly call: 'deduct' | 'addValue'
  readonly reference: string
  readonly cardNumber: string
  readonly amountTenCents: number
}

export type Asked =
  | {
      readonly call: 'init'
      readonly major: number
      readonly minor: number
      readonly environment: 'training' | 'live'
      readonly session: number
      readonly counter: string
    }
  /** An `init` of another major version: no more of it can be read. */
  | { readonly call: 'otherVersion'; readonly major: number }
  | { readonly call: 'timeVer' | 'housekeeping' | 'close' }
  | { readonly call: 'poll'; readonly timeoutMs: number }
  | MovesMoney
  | { readonly call: 'outcome'; readonly reference: string }
  | {
      readonly call: 'display'
      readonly show: 'nothing' | 'amount' | 'value'
      readonly tenCents: number
      readonly lights: { readonly green: boolean; readonly amber: boolean; readonly red: boolean }
      readonly sound: 'none' | 'paid' | 'refused' | 'tapAgain'
    }
  | { readonly call: 'exchangeFile'; readonly again: number | null }

export type LogEntry = {
  readonly timeS: number
  readonly what: 'deduct' | 'addValue' | 'other'
  readonly amountTenCents: number
  readonly deviceId: number
}

export type LastAddValue = {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly by: 'cash' | 'online' | 'refund' | 'automatic'
  readonly deviceId: number
}

/** What a reference has come to. */
export type Outcome =
  | { readonly state: 'neverSeen' }
  | ({
      readonly state: 'done'
      readonly valueTenCents: number
      readonly deviceId: number
      readonly timeS: number
    } & About)
  | ({ readonly state: 'notDone' | 'incomplete'; readonly code: number } & About)
  | ({ readonly state: 'unclear' } & About)
type About = Pick<MovesMoney, 'call' | 'cardNumber' | 'amountTenCents'>

type Sum = { readonly count: number; readonly tenCents: number }
type Versions = { readonly firmware: string; readonly library: string }
type Place = { readonly deviceId: number; readonly locationId: number; readonly timeS: number }

export type Said =
  | ({
      readonly say: 'init'
      readonly major: number
      readonly minor: number
      readonly environment: 'training' | 'live'
      readonly session: number
      readonly storeId: string
      readonly skills: {
        readonly addValue: boolean
        readonly display: boolean
        readonly exchangeFile: boolean
        readonly housekeeping: boolean
      }
    } & Versions &
      Place)
  | ({ readonly say: 'timeVer'; readonly lists: string } & Versions & Place)
  | {
      readonly say: 'poll'
      readonly timeS: number
      readonly cardNumber: string
      readonly valueTenCents: number
      readonly lowestTenCents: number | null
      readonly hidesValue: boolean
      readonly lastAddValue: LastAddValue | null
      readonly cardClass: number
      readonly language: 'untold' | 'chinese' | 'english'
      readonly log: readonly LogEntry[]
    }
  | ({
      readonly say: 'deduct' | 'addValue'
      readonly valueTenCents: number
      readonly deviceId: number
      readonly timeS: number
    } & Omit<MovesMoney, 'call'>)
  | { readonly say: 'outcome'; readonly reference: string; readonly outcome: Outcome }
  | { readonly say: 'display' | 'close' }
  | {
      readonly say: 'exchangeFile'
      readonly number: number
      readonly name: string
      readonly sizeBytes: number
      readonly sha256: string
      readonly timeS: number
      readonly deducted: Sum
      readonly added: Sum
      readonly upload: 'byHand' | 'done' | 'waiting'
    }
  | { readonly say: 'housekeeping'; readonly timeS: number; readonly lists: string }
  | { readonly say: 'cardPresent'; readonly cardNumber: string | null }
  | { readonly say: 'cardRemoved' }
  | {
      readonly say: 'error'
      readonly request: number
      readonly code: number
      readonly reference: string
      readonly stands: 'notDone' | 'incomplete' | 'unclear' | 'done'
      readonly text: string
    }
