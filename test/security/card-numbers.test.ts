/** A terminal that sends whole card numbers, wherever its protocol has room for one: none of them goes further than the parser. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { satisfiesLuhn } from '../../src-shared/cardNumber.ts'
import { topics } from '../../src-shared/contract/index.ts'
import type { DeviceLines } from '../../src-main/engine/parts.ts'
import { asciiHex, hypercomFrame, zvtFrame } from '../harness/cardBytes.ts'
import { atTheDesk } from '../harness/desk.ts'
import { memoryLine } from '../harness/memoryLine.ts'
import { noDevices, terminalProfile } from '../harness/terminalProfile.ts'
import { chanceOf, type Chance } from '../simulation/chance.ts'

/** How the numbers of each scheme begin, and how long they are (ISO/IEC 7812). */
const schemes = [
  { begins: '4', length: 16 },
  { begins: '4', length: 13 },
  { begins: '4', length: 19 },
  { begins: '51', length: 16 },
  { begins: '2221', length: 16 },
  { begins: '62', length: 16 },
  { begins: '62', length: 19 },
  { begins: '34', length: 15 },
  { begins: '3528', length: 16 },
  { begins: '36', length: 14 },
  { begins: '6011', length: 16 },
] as const

/** A number as a card of that scheme may have it, with the right last digit. */
function realLooking(scheme: (typeof schemes)[number], chance: Chance): string {
  const { begins, length } = scheme
  const middle = Array.from({ length: length - begins.length - 1 }, () => chance.int(0, 9)).join('')
  const last = Array.from({ length: 10 }, (_, digit) => digit).find((digit) =>
    satisfiesLuhn(Array.from(`${begins}${middle}${digit}`, Number)),
  )
  return `${begins}${middle}${last}`
}

const field = (id: string, value: string): string =>
  `${asciiHex(id)}${String(value.length).padStart(4, '0')}${asciiHex(value)}1c`

/** Its length in so many bytes F0 ... F9, then the value. */
const sizedBy = (places: number, hex: string): string =>
  `${Array.from(String(hex.length / 2).padStart(places, '0'), (digit) => `f${digit}`).join('')}${hex}`

/** Between its marks each byte 10 comes twice. */
const doubled = (frame: string): string =>
  `1002${frame.slice(4, -8).replaceAll(/(?<=^(?:..)*)10/gu, '1010')}${frame.slice(-8)}`

/** Approvals of HK$88.80 with the number in every field that a terminal may write it into. */
const approvals = {
  hypercom: (number: string) => {
    const fields = [
      ['02', `APPROVED ${number}`],
      ['01', '123456'],
      ['65', '000001'],
      ['16', '12345678'],
      ['50', '000001'],
      ['03', '261121'],
      ['04', '100000'],
      ['30', number],
      ['31', '2912'],
      ['D2', number.slice(0, 10)],
      ['D5', number],
      ['EG', number.slice(0, 16)],
      ['D0', `SHOP ${number}`],
      ['EH', number.slice(0, 16)],
      ['40', '000000008880'],
    ] as const
    const told = fields.map(([id, value]) => field(id, value)).join('')
    return hypercomFrame(`${asciiHex('60000000001120000')}1c${told}`)
  },
  hkText: (number: string) =>
    asciiHex(
      `"<START>","STATUS=A","TXNID=000001","APPCODE=123456","PAN=${number}","AMT=88.80","INVOICENO=000001","TERMINALID=12345678","BATCHNO=000001","CARDTYPE=${number}","RESPMSG=${number}","EXPDATE=${number}","TXNNO=000000","TXNCONSEQUENTIALNO=0001","<END>"`,
    ),
  zvt: (number: string) => {
    const packed = number.length % 2 === 0 ? number : `${number}e`
    const data = [
      '2700',
      '04000000008880',
      '0b000001',
      '0c110000',
      '0d1121',
      '2912345678',
      `3b${asciiHex('123456  ')}`,
      `22${sizedBy(2, packed)}`,
      `3c${sizedBy(3, asciiHex(number))}`,
      '870001',
    ].join('')
    return doubled(zvtFrame(`040f${(data.length / 2).toString(16).padStart(2, '0')}${data}`))
  },
} as const

const lineTests = {
  hypercom: () => ['06', hypercomFrame(asciiHex('600000000012D0000'))],
  hkText: () => [asciiHex('"<START>","<END>"')],
  zvt: () => ['06', zvtFrame('800000'), zvtFrame('060f00')],
} as const
const taken = {
  hypercom: ['06'],
  hkText: [asciiHex('"<START>","<END>"')],
  zvt: ['06', zvtFrame('800000')],
} as const

/** Every form in which a number may be written: alone, in groups, as bytes. */
const formsOf = (number: string): readonly string[] => [
  number,
  number.replaceAll(/(.{4})(?=.)/gu, '$1 '),
  Buffer.from(number).toString('hex'),
  Buffer.from(number).toString('base64').replaceAll('=', ''),
]

test.for(['hypercom', 'hkText', 'zvt'] as const)(
  '%s: a whole card number, wherever the terminal writes it, is in no database, log, message or event',
  async (protocol) => {
    const chance = chanceOf(21, protocol)
    const line = memoryLine()
    const devices: DeviceLines = { ...noDevices, open: line.open, mayOpen: () => true }
    const logged: string[] = []
    const profile = terminalProfile({ protocol, path: '/dev/line' })
    const desk = await atTheDesk({
      settings: JSON.stringify({ 'card.terminals': [profile] }),
      parts: { devices, log: (...facts) => void logged.push(JSON.stringify(facts)) },
    })
    const { till } = desk
    const sent: string[] = []
    till.server().listen('till', (event) => void sent.push(JSON.stringify(event)))
    till.server().listen('customer', (event) => void sent.push(JSON.stringify(event)))
    await till.clock.pass(100)
    const numbers = schemes.map((scheme) => realLooking(scheme, chance))
    for (const number of numbers) {
      line.onWritten(() => undefined)
      const { saleId, paymentId } = await desk.charge('visa')
      for (const frame of lineTests[protocol]()) line.send(frame)
      await till.clock.pass(50)
      for (const frame of taken[protocol]) line.send(frame)
      line.send(approvals[protocol](number))
      await till.clock.pass(500)
      sent.push(JSON.stringify(await desk.payment(paymentId)))
      for (const topic of topics) {
        sent.push(JSON.stringify(await till.get('view.topic', { topic })))
      }
      // Whatever became of it, the next one begins with a clean line.
      await till.clock.pass(200_000)
      if ((await till.sale())?.state === 'completed') await till.get('sale.next', { saleId })
      else {
        const override = await desk.consent()
        const reason = 'Read on the slip'
        await till.call('payment.confirmNotPaid', { paymentId, reason }, { override })
        await till.call('sale.cancel', { saleId })
      }
    }
    // The line was understood at all: the end of a number was told.
    const all = sent.join('\n')
    expect(numbers.filter((number) => all.includes(`*${number.slice(-4)}`))).toEqual(numbers)
    const files = ['till.sqlite', 'till.sqlite-wal'].map((name) =>
      readFileSync(join(till.folder, name)).toString('latin1'),
    )
    for (const number of numbers) {
      for (const form of formsOf(number)) {
        expect(files.some((text) => text.includes(form))).toBe(false)
        expect(sent.some((text) => text.includes(form))).toBe(false)
        expect(logged.some((text) => text.includes(form))).toBe(false)
      }
    }
  },
)
