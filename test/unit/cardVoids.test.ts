/** A void reaches the payment that it is for, and no other: each protocol has its own number for it. */
import { describe, expect, test } from 'vitest'
import { atTheTerminal, backOf } from '../harness/atTheTerminal.ts'
import { zvtFrame } from '../harness/cardBytes.ts'
import { protocols } from '../harness/simulatedTerminal.ts'

const second = 1_000

describe('a void names the payment as its protocol does', () => {
  test('ZVT: by the number of its receipt; where none was told, it goes back as a refund', async () => {
    const { channel, payment, answered, terminal, line, records, storedRefunds } =
      await atTheTerminal(protocols.zvt)
    const one = payment()
    await answered(channel().create(one))
    const record = records.get(one.paymentId)
    expect(record).toMatchObject({ trace: '000001', receipt: '4712' })
    line.written.length = 0
    await answered(channel().refund(backOf(one)))
    expect(line.written[0]).toBe(zvtFrame('063006123456874712').toLowerCase())
    const two = payment()
    await answered(channel().create(two))
    const untold = records.get(two.paymentId)
    if (!untold) throw new Error('no record')
    records.set(two.paymentId, { ...untold, receipt: null })
    line.written.length = 0
    await answered(channel().refund(backOf(two)))
    expect(line.written[0]).toContain('0631')
    expect(storedRefunds).toMatchObject([{ state: 'succeeded' }, { state: 'succeeded' }])
    expect(terminal.chargedMinor()).toBe(0)
  })

  test('Hong Kong text: what has no invoice has no void there, and nothing is asked for', async () => {
    for (const trace of ['12A', '000000', '1234567']) {
      const { channel, payment, answered, line, records } = await atTheTerminal(protocols.hkText)
      const one = payment()
      await answered(channel().create(one))
      const record = records.get(one.paymentId)
      if (!record) throw new Error('no record')
      records.set(one.paymentId, { ...record, trace })
      line.written.length = 0
      expect(await answered(channel().refund(backOf(one)))).toEqual({
        kind: 'noAnswer',
        reason: 'terminalItself',
        alive: true,
      })
      expect(line.written).toEqual([])
    }
  })

  test.for([8_880, 1_000] as const)(
    'ZVT: what gave %s back, and is the last that the terminal knows, is not taken for a lost sale of that amount',
    async (amountMinor) => {
      const { channel, payment, answered, terminal } = await atTheTerminal(protocols.zvt)
      const one = payment()
      await answered(channel().create(one))
      await answered(channel().refund(backOf(one, amountMinor)))
      const lost = payment(amountMinor)
      terminal.prepare('silent')
      await answered(channel().create(lost), 130 * second)
      expect(await answered(channel().query(lost.paymentId), 30 * second)).toMatchObject({
        kind: 'noAnswer',
      })
    },
  )
})
