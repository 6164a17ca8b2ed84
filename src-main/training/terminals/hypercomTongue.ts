/**
 * How a simulated terminal reads and writes Hypercom ECR, with the base set's header or with that
 * of NETS. Written from the specification, and not with the till's codec: two who share a mistake
 * would agree.
 */
import type { Booked } from './books.ts'
import { maskedByTerminal } from './cards.ts'
import type { Answer, Heard, Request, TerminalTongue } from './terminal.ts'

export type HypercomHouse = {
  readonly form: 'base' | 'nets'
  readonly voidCode: '26' | '40'
  readonly terminalId: string
  readonly merchantId: string
  readonly merchantName: string
}

const ack = Uint8Array.of(0x06)
const nak = Uint8Array.of(0x15)
const fs = '\u001c'

/** What each code asks for. */
const verbsOf = ({ form, voidCode }: HypercomHouse): Readonly<Record<string, Request['verb']>> =>
  form === 'nets'
    ? { '30': 'sale', '56': 'last', '81': 'settle', '55': 'lineTest' }
    : { '20': 'sale', [voidCode]: 'void', '50': 'settle', '90': 'totals', D0: 'lineTest' }

export function hypercomTongue(house: HypercomHouse): TerminalTongue {
  let waiting: Buffer = Buffer.alloc(0)

  /** @returns null: the frame is not whole yet */
  const next = (): Heard | null => {
    if (waiting.length < 3) return null
    const dataLength = Number(waiting.toString('hex', 1, 3))
    // What is no number will never be one.
    if (!Number.isInteger(dataLength)) {
      waiting = Buffer.alloc(0)
      return { kind: 'garbled' }
    }
    const frameLength = dataLength + 5
    if (waiting.length < frameLength) return null
    const frame = waiting.subarray(0, frameLength)
    waiting = waiting.subarray(frameLength)
    let check = 0
    for (const byte of frame.subarray(1, -1)) check ^= byte
    if (frame.at(-1) !== check || frame.at(-2) !== 0x03) return { kind: 'garbled' }
    return read(frame.toString('latin1', 3, frameLength - 2))
  }

  const read = (data: string): Heard => {
    const code = data.slice(12, 14)
    const verb = verbsOf(house)[code]
    if (verb === undefined) return { kind: 'garbled' }
    const amount = fieldOf(data, '40')
    const trace = fieldOf(data, '65')
    return {
      kind: 'request',
      request: {
        verb,
        amountMinor: amount === null ? null : Number(amount),
        reference: house.form === 'nets' ? data.slice(0, 12) : null,
        trace: trace === null ? null : Number(trace),
        receipt: null,
        // Its header and code come back in the answer.
        echo: data.slice(0, 14),
      },
    }
  }

  return {
    notHeard: nak,
    // Silent on a bad frame and while busy alike: that is what makes silence mean so little.
    busy: null,
    voidsByReceipt: false,
    heard: () => [ack],
    hear(bytes) {
      const heard: Heard[] = []
      for (const byte of bytes) {
        if (waiting.length > 0) waiting = Buffer.concat([waiting, Uint8Array.of(byte)])
        else if (byte === 0x02) waiting = Buffer.of(byte)
        else if (byte === 0x06) heard.push({ kind: 'thanks' })
        else if (byte === 0x15) heard.push({ kind: 'again' })
        const one = waiting.length > 0 ? next() : null
        if (one) heard.push(one)
      }
      return heard
    },
    answer: (answer) => [frameOf(dataOf(house, answer))],
  }
}

/** By lengths, from behind the header on. */
function fieldOf(data: string, wanted: string): string | null {
  let at = 18
  while (at + 4 <= data.length) {
    const id = data.slice(at, at + 2)
    const length = Number(Buffer.from(data.slice(at + 2, at + 4), 'latin1').toString('hex'))
    if (id === wanted) return data.slice(at + 4, at + 4 + length)
    at += 4 + length + 1
  }
  return null
}

const field = (id: string, value: string): string => {
  const length = Buffer.from(String(value.length).padStart(4, '0'), 'hex').toString('latin1')
  return `${id}${length}${value}${fs}`
}

const responses: Readonly<Record<Answer['outcome'], readonly [code: string, text: string]>> = {
  approved: ['00', 'APPROVED'],
  declined: ['ND', 'DECLINED'],
  cancelled: ['ND', 'TXN CANCELLED'],
  timedOut: ['TO', 'TIME OUT'],
  notFound: ['NA', 'NOT FOUND'],
}

function dataOf(house: HypercomHouse, answer: Answer): string {
  const { request, booked } = answer
  const [code, text] = responses[answer.outcome]
  // Of the base set's header the twelfth character says that it is an answer; of a line test, that it is one to that.
  const indicator = request.verb === 'lineTest' ? '2' : '1'
  const head =
    house.form === 'nets'
      ? request.echo
      : `${request.echo.slice(0, 11)}${indicator}${request.echo.slice(12)}`
  const fields = request.verb === 'lineTest' ? '' : fieldsOf(house, answer, text, booked)
  return `${head}${code}0${fs}${fields}`
}

const twoDigits = (value: number): string => String(value).padStart(2, '0')

function fieldsOf(
  { terminalId, merchantId, merchantName }: HypercomHouse,
  { atMs, batch, held, isMasked, request }: Answer,
  text: string,
  booked: Booked | null,
): string {
  const said = field('02', text.padEnd(40))
  if (request.verb === 'settle' || request.verb === 'totals') {
    const sum = held.reduce(
      (minor, { verb, amountMinor }) => minor + (verb === 'sale' ? amountMinor : -amountMinor),
      0,
    )
    const count = String(held.length).padStart(4, '0')
    return `${said}${field('50', String(batch).padStart(6, '0'))}${field('H1', count)}${field('H2', String(sum).padStart(12, '0'))}`
  }
  if (!booked) return said
  // Hong Kong's time, as its clock shows it.
  const at = new Date(atMs + 8 * 3_600_000)
  const { card } = booked
  return [
    said,
    field('01', booked.approvalCode),
    field('65', String(booked.trace).padStart(6, '0')),
    field('16', terminalId),
    field('D1', merchantId),
    field('D0', merchantName.padEnd(69)),
    field('D2', (card.wallet ?? card.scheme).padEnd(10)),
    field('30', isMasked ? maskedByTerminal(card.number) : card.number),
    field('31', isMasked ? '****' : '2912'),
    field('50', String(booked.batch).padStart(6, '0')),
    field(
      '03',
      `${twoDigits(at.getUTCFullYear() % 100)}${twoDigits(at.getUTCMonth() + 1)}${twoDigits(at.getUTCDate())}`,
    ),
    field(
      '04',
      `${twoDigits(at.getUTCHours())}${twoDigits(at.getUTCMinutes())}${twoDigits(at.getUTCSeconds())}`,
    ),
    field('D3', String(booked.trace).padStart(12, '0')),
    field('EF', card.applicationId.padEnd(16)),
    field('40', String(booked.amountMinor).padStart(12, '0')),
  ].join('')
}

function frameOf(data: string): Uint8Array {
  const bytes = Buffer.from(data, 'latin1')
  const length = Buffer.from(String(bytes.length).padStart(4, '0'), 'hex')
  const checked = Buffer.concat([length, bytes, Uint8Array.of(0x03)])
  let check = 0
  for (const byte of checked) check ^= byte
  return Uint8Array.from(Buffer.concat([Uint8Array.of(0x02), checked, Uint8Array.of(check)]))
}
