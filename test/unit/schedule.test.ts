import { describe, expect, test } from 'vitest'
import { paymentStates } from '../../src-shared/contract/sale.ts'
import { defaultSettings } from '../../src-main/engine/config/settings.ts'
import { nextStep, pauseMs, type InThisRun } from '../../src-main/engine/payment/schedule.ts'

const nowMs = Date.UTC(2026, 10, 21, 2)
const minuteMs = 60_000
const watchMs = 7 * 24 * 60 * minuteMs

type Standing = Parameters<typeof nextStep>[0] & InThisRun

/** An FPS code on the screen. */
const waiting: Standing = {
  state: 'awaitingPayer',
  flow: 'merchantCode',
  method: 'fps',
  codeText: '000201',
  createdAtMs: nowMs - minuteMs,
  shownAtMs: null,
  expiresAtMs: nowMs + 10 * minuteMs,
  endedAtMs: null,
  mayStillBePaid: 0,
  closeOwed: 0,
  closeReason: null,
  byHand: null,
  watchOver: 0,
  known: 'yes',
  codeAtHand: false,
  watchedMs: 0,
  endingMs: 0,
}
/** A wallet's code, made by its channel, of which nothing has come yet. */
const wallet: Partial<Standing> = { method: 'wechatPay', codeText: null }
/** The customer's own code, scanned now. */
const scanned: Partial<Standing> = {
  ...wallet,
  flow: 'customerCode',
  createdAtMs: nowMs,
  expiresAtMs: nowMs + 45_000,
}
const transfer: Partial<Standing> = {
  ...wallet,
  method: 'bankTransfer',
  flow: 'awaitingFunds',
  expiresAtMs: nowMs + 60 * 24 * 60 * minuteMs,
}
const next = (changes: Partial<Standing>, atMs = nowMs) => {
  const all = { ...waiting, ...changes }
  return nextStep(all, all, atMs, defaultSettings)
}

describe('what is done next about a payment', () => {
  test('what never left is ended without asking anybody', () => {
    expect(next({ state: 'created' })).toBe('dropUnsent')
    expect(next({ state: 'created', known: 'no', expiresAtMs: null })).toBe('dropUnsent')
  })

  test.for(['submitting', 'awaitingPayer', 'processing'] as const)(
    '%s: the channel is told of it until it knows it, and then asked',
    (state) => {
      expect(next({ state, known: 'no' })).toBe('create')
      expect(next({ state, known: 'yes' })).toBe('query')
    },
  )

  test.for(['awaitingPayer', 'processing'] as const)(
    '%s: ends at its expiry, not a millisecond before, whether the channel knows it or not',
    (state) => {
      const expiresAtMs = nowMs
      for (const known of ['yes', 'no'] as const) {
        expect(next({ state, known, expiresAtMs }, nowMs - 1)).not.toBe('expire')
        expect(next({ state, known, expiresAtMs }, nowMs)).toBe('expire')
        expect(next({ state, known, expiresAtMs }, nowMs + watchMs)).toBe('expire')
      }
    },
  )

  test('what has no expiry waits for days', () => {
    expect(next({ expiresAtMs: null }, nowMs + 30 * watchMs)).toBe('query')
  })

  test('a cancel goes on until it is answered, also past the expiry', () => {
    expect(next({ state: 'closing' })).toBe('close')
    expect(next({ ...wallet, codeText: 'weixin://', state: 'closing', known: 'no' })).toBe('close')
    expect(next({ state: 'closing' }, nowMs + watchMs)).toBe('close')
  })

  test('a code that was made here is told before it is called off, and after its end', () => {
    const untold = { known: 'no', closeReason: 'cancelled' } as const
    expect(next({ ...untold, state: 'closing' })).toBe('create')
    expect(next({ ...untold, state: 'unknown' })).toBe('create')
    const ended = { ...untold, state: 'closed', mayStillBePaid: 1, endedAtMs: nowMs } as const
    expect(next(ended)).toBe('create')
    // After a restart nobody knows whether it was told: it is asked for first.
    for (const state of ['closing', 'unknown'] as const) {
      expect(next({ ...untold, state, known: 'perhaps' })).toBe('query')
      expect(next({ ...untold, state, known: 'yes' })).toBe('close')
    }
    const pauses = [1, 2, 3].map((inVain) => {
      const all = { ...waiting, ...untold, state: 'closing' } as const
      return pauseMs(all, all, inVain, defaultSettings, nowMs + watchMs)
    })
    expect(pauses).toEqual([1_000, 2_000, 4_000])
  })

  test('an unknown payment is asked for, and never sent again once it was perhaps told', () => {
    for (const known of ['yes', 'perhaps'] as const) {
      expect(next({ state: 'unknown', known })).toBe('query')
      expect(next({ state: 'unknown', known }, nowMs + watchMs)).toBe('query')
    }
  })

  test('an unknown payment whose end somebody wanted is closed', () => {
    expect(next({ state: 'unknown', closeReason: 'cancelled' })).toBe('close')
  })

  test.for(['succeeded', 'failed', 'closed', 'reversed'] as const)(
    '%s: rests, unless money may still come for it',
    (state) => {
      const ended = { state, endedAtMs: nowMs, watchedMs: 60 * minuteMs }
      expect(next(ended, nowMs + watchMs)).toBe('rest')
      const watched = { ...ended, mayStillBePaid: 1 } as const
      expect(next(watched)).toBe('query')
      expect(next(watched, nowMs + watchMs - 1)).toBe('query')
      expect(next(watched, nowMs + watchMs)).toBe('endWatch')
    },
  )

  test('a watch does not end while the channel has not answered at all', () => {
    const watched = {
      state: 'closed',
      mayStillBePaid: 1,
      endedAtMs: nowMs,
      watchedMs: 60 * minuteMs,
    } as const
    expect(next({ ...watched, known: 'no' }, nowMs + 2 * watchMs)).toBe('create')
    expect(next({ ...watched, known: 'perhaps' }, nowMs + 2 * watchMs)).toBe('query')
    expect(next(watched, nowMs + 2 * watchMs)).toBe('endWatch')
  })

  test('a watch without a beginning is not ended', () => {
    const watched = { state: 'closed', mayStillBePaid: 1, endedAtMs: null } as const
    expect(next(watched, nowMs + watchMs)).toBe('query')
  })

  test('a conflict waits for a human decision', () => {
    expect(next({ state: 'conflicted' })).toBe('rest')
  })

  test('only a payment on its way in is ever told to the channel, where it makes the code', () => {
    const created = paymentStates.filter(
      (state) => next({ ...wallet, codeText: 'weixin://', state, known: 'no' }) === 'create',
    )
    expect(created).toEqual(['submitting'])
  })
})

describe('a code that a channel makes', () => {
  test('is asked for once; without an answer it was shown to nobody, and is ended at once', () => {
    expect(next({ ...wallet, state: 'submitting', known: 'no' })).toBe('create')
    expect(next({ ...wallet, state: 'unknown' })).toBe('dropUnshown')
  })

  test('and its end is told to the channel until it knows', () => {
    const ended = { ...wallet, state: 'closed', endedAtMs: nowMs } as const
    expect(next({ ...ended, closeOwed: 1 })).toBe('close')
    expect(next({ ...ended, closeOwed: 1 }, nowMs + 2 * watchMs)).toBe('close')
    expect(next(ended)).toBe('rest')
  })

  test('called off before it came, it was shown to nobody: ended at once, line or not', () => {
    const cancelled = { ...wallet, closeReason: 'cancelled' } as const
    for (const state of ['closing', 'unknown'] as const) {
      expect(next({ ...cancelled, state })).toBe('dropUnshown')
    }
  })

  test('whose end is asked for in vain for five minutes is unresolved', () => {
    const closing = { ...wallet, codeText: 'weixin://', state: 'closing' } as const
    expect(next({ ...closing, endingMs: 299_999 })).toBe('close')
    expect(next({ ...closing, endingMs: 300_000 })).toBe('park')
  })

  test('one that was shown may have been paid, and is asked for', () => {
    expect(next({ ...wallet, state: 'unknown', codeText: 'weixin://' })).toBe('query')
  })
})

describe('a code that the customer showed', () => {
  test('is sent once, with the code at hand, and never without it', () => {
    expect(next({ ...scanned, state: 'submitting', known: 'no', codeAtHand: true })).toBe('create')
    expect(next({ ...scanned, state: 'submitting', known: 'no' })).toBe('query')
    for (const state of ['processing', 'awaitingPayer', 'unknown'] as const) {
      expect(next({ ...scanned, state, known: 'no' })).toBe('query')
    }
  })

  test.for(['processing', 'unknown'] as const)('%s: is given up at 45 s', (state) => {
    expect(next({ ...scanned, state }, nowMs + 44_999)).toBe('query')
    expect(next({ ...scanned, state }, nowMs + 45_000)).toBe('expire')
  })

  test('its end is a reversal, and never before 15 s', () => {
    const cancelled = { ...scanned, closeReason: 'cancelled' } as const
    for (const state of ['closing', 'unknown'] as const) {
      expect(next({ ...cancelled, state }, nowMs + 14_999)).toBe('query')
      expect(next({ ...cancelled, state }, nowMs + 15_000)).toBe('reverse')
      expect(next({ ...cancelled, state }, nowMs + watchMs)).toBe('reverse')
    }
  })

  test('a clock that is put back does not keep it from being reversed', () => {
    const cancelled = { ...scanned, state: 'closing', closeReason: 'expired' } as const
    expect(next({ ...cancelled, watchedMs: 15_000 }, nowMs - 10 * minuteMs)).toBe('reverse')
  })
})

describe('a transfer', () => {
  test('waits for days, also where the line is lost', () => {
    expect(next({ ...transfer, known: 'no' })).toBe('create')
    expect(next(transfer, nowMs + 59 * 24 * 60 * minuteMs)).toBe('query')
    const later = nowMs + 61 * 24 * 60 * minuteMs
    expect(next({ ...transfer, watchedMs: 60 * minuteMs }, later)).toBe('expire')
    // A clock that is months ahead for a moment ends nothing.
    expect(next(transfer, later)).toBe('query')
  })
})

describe('what a supervisor vouched for', () => {
  test('is asked for until the channel says so too, for as long as late money is looked for', () => {
    const vouched = {
      state: 'succeeded',
      byHand: 'paid',
      endedAtMs: nowMs,
      watchedMs: 60 * minuteMs,
    } as const
    expect(next(vouched)).toBe('query')
    expect(next(vouched, nowMs + watchMs)).toBe('endWatch')
    expect(next({ ...vouched, watchOver: 1 }, nowMs + watchMs)).toBe('rest')
    expect(next({ ...vouched, byHand: 'agreed' })).toBe('rest')
  })
})

describe('how long it waits before that', () => {
  const askEveryMs = 4_000
  const pause = (changes: Partial<Standing>, unanswered = 0, atMs = nowMs) => {
    const all = { ...waiting, ...changes }
    return pauseMs(all, all, unanswered, defaultSettings, atMs)
  }

  test.for(['unknown', 'closing'] as const)(
    '%s: 1, 2, 4, 8, 16, 32 seconds, and then every minute for ever',
    (state) => {
      const pauses = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((unanswered) => pause({ state }, unanswered))
      expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000])
      expect(pause({ state }, 0)).toBe(1_000)
      expect(pause({ state }, 100_000)).toBe(60_000)
    },
  )

  test.for(['submitting', 'awaitingPayer', 'processing'] as const)(
    '%s: as often as the setting says, answered or not',
    (state) => {
      expect(pause({ state })).toBe(askEveryMs)
      expect(pause({ state }, 20)).toBe(askEveryMs)
      expect(pause({ state, expiresAtMs: null })).toBe(askEveryMs)
    },
  )

  test('the expiry comes on time, between two questions', () => {
    expect(pause({ expiresAtMs: nowMs + 1_500 })).toBe(1_500)
    expect(pause({ expiresAtMs: nowMs })).toBe(0)
  })

  test('an Octopus that is being charged does not run out: it is asked for as often as always', () => {
    const charged = { flow: 'octopusReader', method: 'octopus', state: 'processing' } as const
    expect(pause({ ...charged, expiresAtMs: nowMs - 1 })).toBe(askEveryMs)
    expect(next({ ...charged, expiresAtMs: nowMs - 1 })).toBe('query')
    expect(next({ ...charged, state: 'awaitingPayer', expiresAtMs: nowMs - 1 })).toBe('expire')
  })

  test('an expiry long gone, as after a night or a clock set forward, is due now', () => {
    expect(pause({ expiresAtMs: nowMs - watchMs })).toBe(0)
  })

  test('a code that ended is asked for every minute, then more seldom, at least hourly', () => {
    const watched = { state: 'closed', mayStillBePaid: 1, endedAtMs: nowMs } as const
    expect(pause(watched)).toBe(minuteMs)
    expect(pause(watched, 50, nowMs + 5 * minuteMs)).toBe(minuteMs)
    expect(pause(watched, 0, nowMs + 60 * minuteMs)).toBe(6 * minuteMs)
    expect(pause(watched, 0, nowMs + watchMs)).toBe(60 * minuteMs)
    // A clock that was put back before its end.
    expect(pause(watched, 0, nowMs - watchMs)).toBe(minuteMs)
  })

  test('a scanned code: first after 5 s, then every 4 s, and no later than its end is due', () => {
    const processing = { ...scanned, state: 'processing' } as const
    expect(pause(processing)).toBe(5_000)
    expect(pause(processing, 0, nowMs + 3_000)).toBe(2_000)
    expect(pause(processing, 0, nowMs + 5_000)).toBe(4_000)
    expect(pause(processing, 0, nowMs + 43_000)).toBe(2_000)
    const cancelled = { ...scanned, state: 'closing', closeReason: 'cancelled' } as const
    expect(pause(cancelled, 0, nowMs + 12_000)).toBe(3_000)
    expect([1, 2, 3].map((inVain) => pause(cancelled, inVain, nowMs + 20_000))).toEqual([
      1_000, 2_000, 4_000,
    ])
  })

  test('a transfer: every ten minutes once the channel knows of it, and soon until then', () => {
    expect(pause(transfer)).toBe(10 * minuteMs)
    expect([1, 2, 9].map((inVain) => pause({ ...transfer, known: 'no' }, inVain))).toEqual([
      1_000, 2_000, 60_000,
    ])
  })

  test('an end that is owed to the channel: with growing pauses', () => {
    const owed = { ...wallet, state: 'closed', closeOwed: 1 } as const
    expect([1, 2, 3, 9].map((inVain) => pause(owed, inVain))).toEqual([1_000, 2_000, 4_000, 60_000])
  })
})
