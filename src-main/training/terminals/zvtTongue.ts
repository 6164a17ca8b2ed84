/** How a simulated terminal reads and writes ZVT. Written from the specification, and not with the till's codec. */
import type { Answer, Heard, Request, TerminalTongue } from './terminal.ts'
import { maskedByTerminal } from './cards.ts'

export type ZvtHouse = { readonly terminalId: string; readonly merchantId: string }

const verbs: Readonly<Record<string, Request['verb']>> = {
  '0600': 'lineTest',
  '0601': 'sale',
  '0620': 'last',
  '0630': 'void',
  '0631': 'refund',
  '0650': 'settle',
  '06b0': 'abort',
}

export function zvtTongue(house: ZvtHouse): TerminalTongue {
  let waiting = ''

  const frame = (): Heard | 'not yet' | null => {
    // From DLE STX to DLE ETX, past doubled ones.
    const end = /^1002(?:(?!10)..|1010)*1003..../u.exec(waiting)?.[0]
    if (end === undefined) return 'not yet'
    waiting = waiting.slice(end.length)
    const packet = end.slice(4, -8).replaceAll(/(?<=^(?:..)*)1010/gu, '10')
    const bytes = Buffer.from(`${packet}03`, 'hex')
    if (crcOf(bytes).toString('hex') !== end.slice(-4)) return { kind: 'garbled' }
    return read(packet)
  }

  const read = (packet: string): Heard | null => {
    const verb = verbs[packet.slice(0, 4)]
    // What the till says of ours, it has heard.
    if (verb === undefined) return { kind: 'thanks' }
    const data = packet.slice(6)
    const amount = verb === 'refund' ? data.slice(8) : data.slice(2)
    return {
      kind: 'request',
      request: {
        verb,
        amountMinor: verb === 'sale' || verb === 'refund' ? Number(amount.slice(0, 12)) : null,
        reference: null,
        trace: null,
        receipt: verb === 'void' ? receiptIn(data) : null,
        echo: '',
      },
    }
  }

  return {
    notHeard: Uint8Array.of(0x15),
    voidsByReceipt: true,
    busy: Uint8Array.from(Buffer.concat([Uint8Array.of(0x06), framed('849c00')])),
    heard: () => [Uint8Array.from(Buffer.concat([Uint8Array.of(0x06), framed('800000')]))],
    hear(bytes) {
      const heard: Heard[] = []
      waiting += Buffer.from(bytes).toString('hex')
      while (waiting !== '') {
        const mark = waiting.slice(0, 2)
        if (mark === '10') {
          const one = frame()
          if (one === 'not yet') break
          if (one) heard.push(one)
          continue
        }
        waiting = waiting.slice(2)
        if (mark === '15') heard.push({ kind: 'again' })
      }
      return heard
    },
    answer: (answer) => packetsOf(house, answer).map(framed),
  }
}

/** Behind the password, and nothing else behind it: four digits in two bytes. */
const receiptIn = (data: string): number | null => {
  const { receipt } = /^\d{6}87(?<receipt>\d{4})$/u.exec(data)?.groups ?? {}
  return receipt === undefined ? null : Number(receipt)
}

const results: Readonly<Record<Answer['outcome'], string>> = {
  approved: '00',
  declined: '05',
  cancelled: '6c',
  timedOut: '6c',
  notFound: 'b5',
}

const completion = '060f00'
const sized = (command: string, data: string): string =>
  `${command}${(data.length / 2).toString(16).padStart(2, '0')}${data}`
const ascii = (text: string): string => Buffer.from(text, 'latin1').toString('hex')
const digits = (value: number | string, bytes: number): string =>
  String(value)
    .padStart(bytes * 2, '0')
    .slice(-bytes * 2)
/** Length in so many bytes F0 ... F9, then the value. */
const sizedBy = (places: number, hex: string): string =>
  `${Array.from(String(hex.length / 2).padStart(places, '0'), (digit) => `f${digit}`).join('')}${hex}`

function packetsOf({ terminalId, merchantId }: ZvtHouse, answer: Answer): readonly string[] {
  const { request, outcome, booked } = answer
  if (request.verb === 'lineTest' || request.verb === 'settle') return [completion]
  const result = results[outcome]
  if (outcome !== 'approved' || !booked) {
    return [sized('040f', `27${result}`), sized('061e', result)]
  }
  const at = new Date(answer.atMs + 8 * 3_600_000).toISOString()
  const { card } = booked
  const number = answer.isMasked ? maskedByTerminal(card.number).replaceAll('*', 'e') : card.number
  const status = [
    `27${result}`,
    `04${digits(booked.amountMinor, 6)}`,
    `0b${digits(booked.trace, 3)}`,
    `0c${at.slice(11, 19).replaceAll(':', '')}`,
    `0d${at.slice(5, 10).replaceAll('-', '')}`,
    `29${digits(terminalId, 4)}`,
    `2a${ascii(merchantId.padEnd(15).slice(0, 15))}`,
    `22${sizedBy(2, number)}`,
    `0e2912`,
    `3b${ascii(booked.approvalCode.padEnd(8).slice(0, 8))}`,
    ...(booked.voids === null ? [] : [`37${digits(booked.voids, 3)}`]),
    ...(booked.receipt === null ? [] : [`87${digits(booked.receipt, 2)}`]),
    `8b${sizedBy(2, ascii(card.wallet ?? card.scheme))}`,
  ].join('')
  return [sized('040f', status), completion]
}

function framed(packet: string): Buffer {
  const doubled = packet.replaceAll(/(?<=^(?:..)*)10/gu, '1010')
  const check = crcOf(Buffer.from(`${packet}03`, 'hex'))
  return Buffer.from(`1002${doubled}1003${check.toString('hex')}`, 'hex')
}

/** Reflected CRC-16/CCITT from zero, by its table of half bytes; the low byte first. */
function crcOf(bytes: Uint8Array): Buffer {
  const table = Array.from({ length: 16 }, (_, index) => {
    let value = index
    for (let bit = 0; bit < 4; bit += 1) value = (value >> 1) ^ (value % 2 === 1 ? 0x8408 : 0)
    return value
  })
  let crc = 0
  for (const byte of bytes) {
    crc = (crc >> 4) ^ (table[(crc ^ byte) & 0xf] ?? 0)
    crc = (crc >> 4) ^ (table[(crc ^ (byte >> 4)) & 0xf] ?? 0)
  }
  return Buffer.from([crc & 0xff, crc >> 8])
}
