import { describe, expect, test } from 'vitest'
import { atTheTerminal, backOf } from '../harness/atTheTerminal.ts'
import { protocols, type Protocol } from '../harness/simulatedTerminal.ts'

const second = 1_000

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
      const back = backOf(one)
      const made = { kind: 'state', state: 'succeeded' }
      expect(await answered(channel().refund(back))).toMatchObject({ state: 'pending' })
      expect(terminal.chargedMinor()).toBe(0)
      expect(storedRefunds).toMatchObject([made])
      expect(await channel().queryRefund(back.refundId)).toMatchObject(made)
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
      expect(await answered(channel().refund(backOf(one, 1_000)))).toMatchObject({ kind })
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
