import { describe, expect, test } from 'vitest'
import { paymentIdSchema, refundIdSchema, uuidV7, type PaymentId } from '../../src-shared/ids.ts'
import { hkd } from '../../src-shared/money.ts'
import type { TerminalRecord } from '../../src-main/engine/devices/card/evidence.ts'
import type {
  ChannelAnswer,
  ChannelPayment,
  RefundAnswer,
} from '../../src-main/engine/channels/channel.ts'
import { usualTimes, type Stray } from '../../src-main/engine/devices/card/exchange.ts'
import { keyOf } from '../../src-main/engine/devices/card/settles.ts'
import { createTerminalChannel } from '../../src-main/engine/devices/card/terminalChannel.ts'
import { protocols, simulatedTerminal, type Protocol } from '../harness/simulatedTerminal.ts'

const second = 1_000

async function atTheTerminal(protocol: Protocol) {
  const simulated = await simulatedTerminal(protocol)
  const { clock, link } = simulated
  const records = new Map<PaymentId, TerminalRecord>()
  const seen = new Set<string>()
  const strays: Stray[] = []
  const state = { hasUnknown: false, lastTrace: null as number | null, diskIsFull: false }
  /** What the till stored, as its follower does. */
  const stored: ChannelAnswer[] = []
  const storedRefunds: RefundAnswer[] = []
  const note = (paymentId: PaymentId, answer: ChannelAnswer): void => {
    const card = answer.kind === 'state' ? answer.card : null
    const key = card ? keyOf(card) : null
    const record = records.get(paymentId)
    if (record && card) records.set(paymentId, { ...record, trace: card.trace })
    if (key !== null) seen.add(key)
  }
  const begin = () =>
    createTerminalChannel({
      id: 'terminal-1',
      name: 'HARBOUR CAFE',
      methods: ['visa', 'mastercard'],
      link,
      dialect: protocol.dialect(),
      clock,
      times: usualTimes,
      clockToleranceMs: 120_000,
      books: {
        record: (paymentId) => records.get(paymentId as PaymentId),
        isToBeSent: () => true,
        seen: (key) => seen.has(key),
        lastTrace: () => state.lastTrace,
        open: () => [...records].filter(([, { trace }]) => trace === null),
        hasUnknown: () => state.hasUnknown,
        blockedBy: () => null,
        isSettled: () => false,
        sinceSettlement: () => [],
        lastSettlement: () => null,
      },
      refusal: () => null,
      store(paymentId, answer) {
        if (state.diskIsFull) return false
        stored.push(answer)
        note(paymentId, answer)
        return true
      },
      storeRefund(_, answer) {
        storedRefunds.push(answer)
        return true
      },
      stray: (stray) => void strays.push(stray),
      changed: () => undefined,
    })
  let channel = begin()
  let made = 0
  const payment = (amountMinor = 8_880): ChannelPayment => {
    made += 1
    const paymentId = paymentIdSchema.parse(uuidV7(clock.now(), new Uint8Array(10).fill(made)))
    const createdAtMs = clock.now()
    const { reference } = protocol
    records.set(paymentId, { amountMinor, reference, createdAtMs, trace: null })
    return {
      paymentId,
      method: 'visa',
      flow: 'cardTerminal',
      amount: hkd(amountMinor),
      reference,
      createdAtMs,
      shownAtMs: null,
      expiresAtMs: createdAtMs + 150_000,
      customerCode: null,
    }
  }
  /** Waits for what is answered, for as long as it takes. */
  const answered = async <A>(work: Promise<A>, forMs = 8 * second): Promise<A> => {
    const passed = clock.pass(forMs)
    const answer = await work
    await passed
    return answer
  }
  return {
    ...simulated,
    records,
    seen,
    strays,
    state,
    stored,
    storedRefunds,
    payment,
    answered,
    channel: () => channel,
    /** The till was killed, and is there again: it knows what is in its journal. */
    restart(): void {
      channel.stop()
      channel = begin()
    },
  }
}

describe.for(Object.values<Protocol>(protocols))('$name', (protocol) => {
  test('a sale: told once, stored, and then thanked for', async () => {
    const { channel, payment, answered, terminal, stored, clock } = await atTheTerminal(protocol)
    const one = payment()
    const first = await answered(channel().create(one), 500)
    expect(first).toMatchObject({ kind: 'state', state: 'processing' })
    await clock.pass(5 * second)
    const paid = { kind: 'state', state: 'succeeded', creditedMinor: 8_880 }
    expect(stored).toMatchObject([paid])
    // Told again, it is not charged again.
    expect(await answered(channel().create(one))).toMatchObject(paid)
    expect(terminal.chargedMinor()).toBe(8_880)
    expect(stored).toMatchObject([{ card: { scheme: 'visa', approvalCode: '654321' } }])
  })

  test('a terminal that hears nothing is found before the customer comes: nothing was sent', async () => {
    const { channel, payment, answered, line, terminal } = await atTheTerminal(protocol)
    line.onWritten(() => undefined)
    expect(await answered(channel().create(payment()), 10 * second)).toMatchObject({
      kind: 'notAccepted',
    })
    expect(terminal.chargedMinor()).toBe(0)
  })

  test('a refusal ends it, in the terminal’s words', async () => {
    const { channel, payment, answered, terminal, stored } = await atTheTerminal(protocol)
    terminal.prepare('decline')
    await answered(channel().create(payment()))
    expect(stored).toMatchObject([{ kind: 'state', state: 'failed', creditedMinor: 0 }])
  })

  test('the same refusal of two sales is two refusals', async () => {
    const { channel, payment, answered, terminal, stored } = await atTheTerminal(protocol)
    terminal.prepare('decline')
    await answered(channel().create(payment()))
    terminal.prepare('decline')
    await answered(channel().create(payment()))
    expect(stored).toMatchObject([{ state: 'failed' }, { state: 'failed' }])
  })

  test('an answer that never comes leaves it unknown, also after a restart', async () => {
    const { channel, payment, answered, terminal, restart, clock } = await atTheTerminal(protocol)
    const one = payment()
    terminal.prepare('silent')
    await answered(channel().create(one), 130 * second)
    expect(await answered(channel().query(one.paymentId), 30 * second)).toMatchObject({
      kind: 'noAnswer',
    })
    restart()
    await clock.pass(0)
    expect(await answered(channel().query(one.paymentId), 30 * second)).toMatchObject({
      kind: 'noAnswer',
    })
  })

  test('one at a time: a second sale is not taken while one goes on', async () => {
    const { channel, payment, answered } = await atTheTerminal(protocol)
    const one = channel().create(payment())
    const two = channel().create(payment(1_000))
    expect(await answered(two)).toMatchObject({ kind: 'notAccepted' })
    expect(await answered(one)).toMatchObject({ kind: 'state' })
  })
})

describe('a lost answer', () => {
  test.for([protocols.nets, protocols.hkText, protocols.zvt])(
    '$name: is found by asking the terminal, and only where it can be no other sale',
    async (protocol) => {
      const { channel, payment, answered, terminal, state, seen } = await atTheTerminal(protocol)
      await answered(channel().create(payment(1_000)))
      state.lastTrace = 1
      expect(seen.size).toBe(1)
      const one = payment()
      terminal.prepare('loseAnswer')
      await answered(channel().create(one), 130 * second)
      expect(await answered(channel().query(one.paymentId), 30 * second)).toMatchObject({
        kind: 'state',
        state: 'succeeded',
        amount: { amountMinor: 8_880 },
      })
      // Of another amount, or older than the sale, it is none of it.
      const other = payment(8_881)
      terminal.prepare('silent')
      await answered(channel().create(other), 130 * second)
      expect(await answered(channel().query(other.paymentId), 30 * second)).toMatchObject({
        kind: 'noAnswer',
      })
    },
  )

  test('Hypercom’s base set cannot be asked: whoever reads the slip says', async () => {
    const { channel, payment, answered, terminal } = await atTheTerminal(protocols.hypercom)
    const one = payment()
    terminal.prepare('loseAnswer')
    await answered(channel().create(one), 130 * second)
    expect(await answered(channel().query(one.paymentId))).toMatchObject({ kind: 'noAnswer' })
    expect(terminal.chargedMinor()).toBe(8_880)
  })
})

describe('money goes back', () => {
  test.for([protocols.hypercom, protocols.hkText, protocols.zvt])(
    '$name: the whole of it by a void',
    async (protocol) => {
      const { channel, payment, answered, terminal, storedRefunds } = await atTheTerminal(protocol)
      const one = payment()
      await answered(channel().create(one))
      const refundId = refundIdSchema.parse(uuidV7(1, new Uint8Array(10).fill(9)))
      const { paymentId } = one
      const back = { refundId, paymentId, amount: hkd(8_880), reason: 'Returned' }
      const made = { kind: 'state', state: 'succeeded' }
      expect(await answered(channel().refund(back))).toMatchObject({ state: 'pending' })
      expect(terminal.chargedMinor()).toBe(0)
      expect(storedRefunds).toMatchObject([made])
      expect(await channel().queryRefund(refundId)).toMatchObject(made)
    },
  )

  test('a part of it where the terminal can, and elsewhere it is said that it cannot', async () => {
    for (const [protocol, kind] of [
      [protocols.zvt, 'state'],
      [protocols.hypercom, 'noAnswer'],
    ] as const) {
      const { channel, payment, answered, terminal } = await atTheTerminal(protocol)
      const one = payment()
      await answered(channel().create(one))
      const refundId = refundIdSchema.parse(uuidV7(1, new Uint8Array(10).fill(9)))
      const back = { refundId, paymentId: one.paymentId, amount: hkd(1_000), reason: 'Returned' }
      expect(await answered(channel().refund(back))).toMatchObject({ kind })
      expect(terminal.chargedMinor()).toBe(kind === 'state' ? 7_880 : 8_880)
    }
  })
})

test('a cancel is believed only when the terminal says so', async () => {
  const { channel, payment, answered, clock, stored, terminal } = await atTheTerminal(protocols.zvt)
  const one = payment()
  await answered(channel().create(one), 500)
  expect(await channel().close(one)).toMatchObject({ state: 'processing' })
  await clock.pass(5 * second)
  expect(stored).toMatchObject([{ state: 'failed' }])
  expect(terminal.chargedMinor()).toBe(0)
  const { channel: other, payment: make, answered: waits } = await atTheTerminal(protocols.hypercom)
  const two = make()
  await waits(other().create(two), 500)
  await other().close(two)
  expect(await waits(other().query(two.paymentId))).toMatchObject({ state: 'processing' })
})
