import { describe, expect, test } from 'vitest'
import type { SaleId } from '../../src-shared/ids.ts'
import type { Receipt } from '../../src-shared/receipt.ts'
import { startTestTill, type TestTill } from '../harness/testTill.ts'

const open = (till: TestTill, totalMinor: number, description = ''): Promise<SaleId> =>
  till.get('sale.open', { totalMinor, reference: 'T-12', description }).then(({ saleId }) => saleId)

/** As on paper: marks in brackets, labels and values with dots between them. */
const asText = ({ blocks }: Receipt): string[] =>
  blocks.map((block) => {
    if (block.block === 'rule') return '---'
    if (block.block === 'pair') return `${block.label}..${block.value}`
    if (block.block === 'mark') return `[${block.text}]`
    return block.block === 'code' ? `#${block.text}` : block.text
  })

const issued = (till: TestTill): { sequence: number; receipt: Receipt }[] =>
  till
    .rows()
    .filter(({ kind }) => kind === 'receipt.issued')
    .map(({ body }) => JSON.parse(body) as { sequence: number; receipt: Receipt })

describe('a receipt is issued with the row that completes the sale', () => {
  test('for cash: what was put down, the change and the rounding', async () => {
    const till = await startTestTill({
      settings: JSON.stringify({
        'store.name': '海港茶餐廳',
        'store.address': ['1 Queen’s Road Central', 'Hong Kong'],
        'receipt.policy': ['Exchange within 7 days'],
        'receipt.languages': ['en'],
      }),
    })
    await till.ready()
    const saleId = await open(till, 8_883, '兩杯奶茶')
    await till.get('payment.takeCash', { saleId, tenderedMinor: 10_000 })
    expect(till.kinds().slice(-2)).toEqual(['sale.completed', 'receipt.issued'])
    const receipt = await till.get('receipt.show', { saleId })
    const { number } = receipt
    expect(asText(receipt)).toEqual([
      '[TRAINING - NOT A RECEIPT]',
      '海港茶餐廳',
      '1 Queen’s Road Central',
      'Hong Kong',
      'Receipt',
      `No...${number}`,
      'Date..2026-11-21 10:00:00',
      'Counter..Counter 1',
      '---',
      '兩杯奶茶',
      'Reference..T-12',
      'Total..HK$88.83',
      'Rounding..-HK$0.03',
      '---',
      'Cash..HK$88.80',
      'Cash received..HK$100.00',
      'Change..HK$11.20',
      'Exchange within 7 days',
    ])
  })

  test('for FPS: our reference as text and as a code, and the bank’s', async () => {
    const till = await startTestTill({ settings: '{"training.fpsPaysAfterMs":null}' })
    await till.ready()
    const saleId = await open(till, 12_800)
    const { paymentId } = await till.get('payment.charge', {
      saleId,
      method: 'fps',
      amountMinor: 12_800,
    })
    await till.clock.pass(0)
    await till.get('training.customerPays', { paymentId })
    await till.clock.pass(5_000)
    const payment = (await till.sale())?.payments[0]
    const receipt = await till.get('receipt.show', { saleId })
    const lines = asText(receipt)
    expect(lines).toContain('轉數快 FPS..HK$128.00')
    expect(lines).toContain(`本店參考編號 Our reference..${payment?.reference}`)
    expect(lines).toContain(`銀行參考編號 Bank reference..${payment?.providerReference}`)
    expect(lines).toContain(`#${payment?.reference}`)
    expect(payment?.providerReference).toBeTruthy()
  })

  test('for a sale paid in parts: one receipt with each part, when the last has come', async () => {
    const till = await startTestTill()
    await till.ready()
    const saleId = await open(till, 10_000)
    await till.get('payment.takeCash', { saleId, tenderedMinor: 3_000 })
    expect(issued(till)).toHaveLength(0)
    expect((await till.sale())?.receiptNumber).toBeNull()
    await till.get('payment.takeCash', { saleId, tenderedMinor: 7_000 })
    expect(issued(till)).toHaveLength(1)
    expect((await till.sale())?.receiptNumber).toBe(issued(till)[0]?.receipt.number)
    const paid = asText(issued(till)[0]?.receipt as Receipt).filter((line) =>
      line.startsWith('現金 Cash..'),
    )
    expect(paid).toEqual(['現金 Cash..HK$30.00', '現金 Cash..HK$70.00'])
  })

  test('numbers have no gaps, over refusals and restarts', async () => {
    const till = await startTestTill()
    await till.ready()
    for (const round of [1, 2, 3]) {
      const saleId = await open(till, 100)
      await till.call('payment.takeCash', { saleId, tenderedMinor: 5 })
      const cancelled = await till.call('payment.takeCash', { saleId, tenderedMinor: 0 })
      expect(cancelled.ok).toBe(false)
      await till.get('payment.takeCash', { saleId, tenderedMinor: 100 })
      await till.get('sale.next', { saleId })
      if (round === 2) {
        await till.restart()
        await till.signIn()
      }
    }
    expect(issued(till).map(({ sequence }) => sequence)).toEqual([1, 2, 3])
    const code = issued(till)[0]?.receipt.number.slice(0, 4)
    expect(issued(till).map(({ receipt }) => receipt.number)).toEqual(
      [1, 2, 3].map((n) => `${code}-00000${n}`),
    )
  })

  test('fifty payments and the longest texts fit into a row', async () => {
    const till = await startTestTill({
      settings: JSON.stringify({
        'store.name': '𠮷'.repeat(20),
        'receipt.policy': ['字'.repeat(60)],
      }),
    })
    await till.ready()
    const { saleId } = await till.get('sale.open', {
      totalMinor: 50_000,
      reference: '字'.repeat(140),
      description: '𠮷'.repeat(70),
    })
    for (let paid = 0; paid < 50; paid += 1) {
      await till.get('payment.takeCash', { saleId, tenderedMinor: 1_000 })
    }
    expect(issued(till)).toHaveLength(1)
  })

  test('what it says stays as it was, whatever the settings say later', async () => {
    const till = await startTestTill({ settings: '{"store.name":"Old Name"}' })
    await till.ready()
    const saleId = await open(till, 100)
    await till.get('payment.takeCash', { saleId, tenderedMinor: 100 })
    till.settings.text = '{"store.name":"New Name","receipt.languages":["en"]}'
    await till.restart()
    await till.signIn()
    const receipt = await till.get('receipt.show', { saleId })
    expect(asText(receipt)).toContain('Old Name')
    expect(asText(receipt)).not.toContain('New Name')
  })

  test('markup in the shop’s name and in references is text and nothing else', async () => {
    const name = '<b>{o:;}</b> $& ${x}'
    const till = await startTestTill({ settings: JSON.stringify({ 'store.name': name }) })
    await till.ready()
    const saleId = await open(till, 100, '{image:x} <script>')
    await till.get('payment.takeCash', { saleId, tenderedMinor: 100 })
    const lines = asText(await till.get('receipt.show', { saleId }))
    expect(lines).toContain(name)
    expect(lines).toContain('{image:x} <script>')
  })
})

describe('a receipt is shown', () => {
  test('for the sale on the screen, and for no other', async () => {
    const till = await startTestTill()
    await till.ready()
    const first = await open(till, 100)
    expect(await till.call('receipt.show', { saleId: first })).toMatchObject({
      failure: { code: 'receiptUnknown' },
    })
    await till.get('payment.takeCash', { saleId: first, tenderedMinor: 100 })
    await till.get('receipt.show', { saleId: first })
    await open(till, 200)
    expect(await till.call('receipt.show', { saleId: first })).toMatchObject({
      failure: { code: 'receiptUnknown' },
    })
  })

  test('again only as a reprint, counted and marked', async () => {
    const till = await startTestTill()
    await till.ready()
    const saleId = await open(till, 100)
    await till.get('payment.takeCash', { saleId, tenderedMinor: 100 })
    const original = await till.get('receipt.show', { saleId })
    await till.get('session.signOut', {})
    await till.signIn('supervisor')
    for (const copy of [1, 2]) {
      const again = await till.get('receipt.reprint', { saleId })
      expect(asText(again)).toEqual([`[重印 ${copy} REPRINT ${copy}]`, ...asText(original)])
      expect(again.number).toBe(original.number)
    }
    expect(till.kinds().filter((kind) => kind === 'receipt.issued')).toHaveLength(1)
    await till.restart()
    await till.signIn('manager')
    const third = await till.get('receipt.reprint', { saleId })
    expect(asText(third)[0]).toBe('[重印 3 REPRINT 3]')
  })
})
