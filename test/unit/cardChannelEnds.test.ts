/** What a payment or a refund is where the till itself fails, or is stopped in the middle of it. */
import { describe, expect, test } from 'vitest'
import type { Dialect } from '../../src-main/engine/devices/card/dialect.ts'
import { atTheTerminal, backOf } from '../harness/atTheTerminal.ts'
import { protocols } from '../harness/simulatedTerminal.ts'

const second = 1_000

describe('a fault of the till itself never ends it, and is nobody’s refusal', () => {
  const broken = (verb: string): Partial<Dialect> => {
    const { request } = protocols.zvt.dialect()
    return {
      request(asked, told) {
        if (asked === verb) throw new Error('cannot be encoded')
        return request(asked, told)
      },
    }
  }

  test('a sale that cannot be put into bytes was not sent', async () => {
    const { channel, payment, answered, terminal } = await atTheTerminal(
      protocols.zvt,
      broken('sale'),
    )
    const one = payment()
    const notBegun = { kind: 'state', state: 'failed', refusal: 'terminalAway' }
    expect(await answered(channel().create(one))).toMatchObject(notBegun)
    expect(await answered(channel().query(one.paymentId))).toMatchObject(notBegun)
    expect(terminal.chargedMinor()).toBe(0)
  })

  test('a void that cannot be put into bytes gave nothing back', async () => {
    const { channel, payment, answered, terminal, storedRefunds } = await atTheTerminal(
      protocols.zvt,
      broken('void'),
    )
    const one = payment()
    await answered(channel().create(one))
    await answered(channel().refund(backOf(one)))
    expect(storedRefunds).toMatchObject([{ state: 'failed', refusal: 'terminalAway' }])
    expect(terminal.chargedMinor()).toBe(8_880)
  })

  test('an end that cannot be stored is not thanked for, and is told when it is asked for', async () => {
    const { channel, payment, answered, state, line, stored, storedRefunds } = await atTheTerminal(
      protocols.zvt,
    )
    const one = payment()
    state.isBroken = true
    await answered(channel().create(one), 500)
    line.written.length = 0
    await answered(Promise.resolve(), 2 * second)
    expect(line.written).toEqual([])
    const paid = { kind: 'state', state: 'succeeded', creditedMinor: 8_880 }
    expect(await channel().query(one.paymentId)).toMatchObject(paid)
    state.isBroken = false
    const two = payment()
    await answered(channel().create(two), 30 * second)
    state.isBroken = true
    const back = backOf(two)
    await answered(channel().refund(back))
    expect(await channel().queryRefund(back.refundId)).toMatchObject({ state: 'succeeded' })
    expect([stored.length, storedRefunds.length]).toEqual([1, 0])
  })
})

describe('a terminal that is stopped', () => {
  test('in the middle of a sale: whoever waits hears that nobody knows, and nothing more is stored', async () => {
    const { channel, payment, answered, terminal, stored, strays, clock } = await atTheTerminal(
      protocols.hypercom,
    )
    terminal.prepare('loseAck')
    const one = payment()
    const created = channel().create(one)
    await clock.pass(1 * second)
    const queued = channel().probe()
    channel().stop()
    expect(await answered(created, 130 * second)).toEqual({
      kind: 'noAnswer',
      reason: 'terminalUnplugged',
    })
    await queued
    expect([stored, strays]).toEqual([[], []])
  })

  test('while it is asked whether it is ready: the sale was not sent', async () => {
    const { channel, payment, answered, line, terminal, stored } = await atTheTerminal(
      protocols.hypercom,
    )
    line.onWritten(() => undefined)
    const created = channel().create(payment())
    await Promise.resolve()
    const asked = channel().ask('settle', {})
    await answered(Promise.resolve(), 500)
    channel().stop()
    expect(await created).toMatchObject({ kind: 'notAccepted' })
    expect(await asked).toEqual({ kind: 'busy' })
    expect([line.written.length, terminal.chargedMinor(), stored]).toEqual([1, 0, []])
  })

  test('in the middle of a void: nothing says that it failed', async () => {
    const { channel, payment, answered, line, storedRefunds } = await atTheTerminal(
      protocols.hypercom,
    )
    const one = payment()
    await answered(channel().create(one))
    line.onWritten(() => undefined)
    const back = backOf(one)
    expect(await channel().refund(back)).toMatchObject({ state: 'pending' })
    channel().stop()
    await answered(Promise.resolve(), 500)
    expect(await channel().queryRefund(back.refundId)).toMatchObject({ kind: 'noAnswer' })
    expect(storedRefunds).toEqual([])
  })
})
