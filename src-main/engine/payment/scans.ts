/**
 * Codes that customers show: what they are, and the one that waits for its amount. A code lives
 * in memory for a minute at most, and what is stored of it is a keyed digest and four characters.
 */
import type { ReadyCounter } from '../../../src-shared/contract/counter.ts'
import { methodRow, type MethodId } from '../../../src-shared/methods.ts'
import { done, failed, type Result } from '../../../src-shared/result.ts'
import type { CustomerCode } from '../channels/channel.ts'
import type { Channels } from '../channels/channels.ts'
import type { Settings } from '../config/settings.ts'
import type { Entry } from '../journal/kinds.ts'
import type { Parts } from '../parts.ts'
import type { Plan, SignedIn } from '../plan.ts'
import { bare, classifyPaymentCode } from '../qr/paymentCode.ts'
import type { SaleStore } from '../sale/saleStore.ts'

export type HeldCode = {
  readonly method: MethodId
  readonly code: CustomerCode
  /** A sealed code can be opened by this channel alone; null: any may carry it. */
  readonly channel: string | null
  readonly digest: string
  readonly lastFour: string
  readonly scannedAtMs: number
}

export type Scans = {
  /** What was scanned, ready to be charged; or the plan with which it ends there. */
  read(text: string, caller: SignedIn): Promise<HeldCode | Plan<never>>
  /** It waits for its amount, in place of the one before. */
  hold(code: HeldCode): void
  /**
   * A code where it may be charged by this method now.
   * @param code null: the one that is held
   */
  usable(code: HeldCode | null, method: MethodId, channelId: string): Result<HeldCode>
  /** That a code cannot be charged, with the row that says so. */
  refused(answer: Refusal, caller: SignedIn): Plan<never>
  /** The code goes to its payment, and is held no longer. */
  take(code: HeldCode | null): CustomerCode | undefined
  readonly shown: () => ReadyCounter['scanned']
  forget(): Plan<null>
  stop(): void
}

type Refusal = Extract<Result<never>, { ok: false }>

export function createScans(
  parts: Pick<Parts, 'clock' | 'digestOf'> & {
    readonly channels: Pick<Channels, 'forNew'>
    readonly store: () => SaleStore
    readonly settings: () => Settings
    readonly changed: () => void
  },
): Scans {
  const { clock } = parts
  let held: HeldCode | null = null
  /** The method of the code that waited too long. */
  let overdue: MethodId | null = null
  let callOff = (): void => undefined

  const drop = (): void => {
    callOff()
    held = null
    overdue = null
  }

  const isFresh = ({ scannedAtMs }: HeldCode): boolean => {
    const ageMs = clock.now() - scannedAtMs
    return ageMs >= 0 && ageMs < parts.settings()['scan.codeMaxAgeMs']
  }

  const refusal = (answer: Refusal, by: SignedIn['staffId'], length: number): Plan<never> => {
    const body = { v: 1, by, why: answer.failure.code, length } as const
    const entry: Entry = { kind: 'scan.refused', subject: 'scan', body }
    return { answer, entries: [entry] }
  }

  /** Card data is sealed at once, so that nothing here can leak it. */
  const sealed = async (
    method: MethodId,
    text: string,
  ): Promise<Pick<HeldCode, 'code' | 'channel'> | null> => {
    const channel = parts.channels.forNew(method, 'customerCode')?.channel
    const jwe = channel ? await channel.seal(text).catch(() => null) : null
    return channel && jwe !== null ? { code: { kind: 'sealed', jwe }, channel: channel.id } : null
  }

  return {
    async read(text, { staffId }) {
      const { length } = text
      const is = classifyPaymentCode(text)
      if (is.kind === 'other') {
        const { looksLike } = is
        return refusal(failed('scanNotAccepted', { looksLike }), staffId, length)
      }
      const isCardData = is.kind === 'emv' || is.sealed
      if (is.kind === 'emv' && !parts.settings()['scan.emvCodes']) {
        return refusal(failed('scanOff'), staffId, length)
      }
      const method = is.kind === 'emv' ? 'unionpayQr' : is.method
      const plain = bare(text)
      const digest = parts.digestOf(plain)
      if (parts.store().wasScanned(digest)) return refusal(failed('scanUsed'), staffId, length)
      const scannedAtMs = clock.now()
      const carried = isCardData
        ? await sealed(method, plain)
        : { code: { kind: 'plain', text: plain } as const, channel: null }
      if (!carried) return refusal(failed('scanNotSealed', { method }), staffId, length)
      return { method, ...carried, digest, lastFour: is.lastFour, scannedAtMs }
    },
    hold(code) {
      drop()
      held = code
      callOff = clock.after(parts.settings()['scan.codeMaxAgeMs'], () => {
        drop()
        overdue = code.method
        parts.changed()
      })
    },
    usable(code, method, channelId) {
      const one = code ?? held
      if (one === null && overdue === method) return failed('scanTooOld')
      if (one?.method !== method || !methodRow(method).theirCode) {
        return failed('scanMissing', { method })
      }
      if (!isFresh(one)) return failed('scanTooOld')
      if (parts.store().wasScanned(one.digest)) return failed('scanUsed')
      // The other channel has another key, and could not open it.
      if (one.channel !== null && one.channel !== channelId) {
        return failed('scanNotSealed', { method })
      }
      return done(one)
    },
    refused: (answer, { staffId }) => refusal(answer, staffId, 0),
    take(code) {
      if (code === held) drop()
      return code?.code
    },
    shown: () =>
      held && isFresh(held)
        ? {
            method: held.method,
            lastFour: held.lastFour,
            usableUntilMs: held.scannedAtMs + parts.settings()['scan.codeMaxAgeMs'],
          }
        : null,
    forget: () => ({ answer: done(null), after: drop }),
    stop: drop,
  }
}
