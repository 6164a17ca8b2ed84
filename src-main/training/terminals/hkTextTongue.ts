/**
 * How a simulated terminal reads and writes Hong Kong's text protocol. Written from the
 * specification, and not with the till's codec.
 */
import { writeAmount } from '../../../src-shared/money.ts'
import type { Answer, Heard, Request, TerminalTongue } from './terminal.ts'
import { maskedByTerminal } from './cards.ts'

export type HkTextHouse = { readonly terminalId: string; readonly merchantId: string }

const head = '"<START>"'
const tail = '"<END>"'
const ack = Buffer.from(`${head},${tail}`)

const verbs: Readonly<Record<string, Request['verb']>> = {
  SALE: 'sale',
  VOID: 'void',
  GETTXN: 'last',
  GETTOTAL: 'totals',
}

export function hkTextTongue(house: HkTextHouse): TerminalTongue {
  let waiting = ''

  const read = (message: string): Heard | null => {
    if (message === `${head},${tail}`) return { kind: 'thanks' }
    const pairs = message.slice(1, -1).split('","').slice(1, -1)
    const tags = new Map(
      pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    )
    const number = tags.get('TXNID')
    const command = tags.get('CMD')
    // What it cannot read it passes over in silence.
    if (number === undefined) return null
    const verb = command === undefined ? 'lineTest' : verbs[command]
    if (verb === undefined) return null
    const first = tags.get('TXNNO')
    const second = tags.get('TXNCONSEQUENTIALNO')
    return {
      kind: 'request',
      request: {
        verb,
        // Its digits, whatever else stands there.
        amountMinor: tags.has('AMT') ? Number(tags.get('AMT')?.replaceAll(/\D/gu, '')) : null,
        reference: first !== undefined && second !== undefined ? `${first}-${second}` : null,
        trace: verb === 'void' || verb === 'last' ? Number(number) : null,
        receipt: null,
        echo: number,
      },
    }
  }

  return {
    notHeard: null,
    busy: null,
    voidsByReceipt: false,
    heard: () => [ack],
    hear(bytes) {
      waiting += Buffer.from(bytes).toString('latin1')
      const heard: Heard[] = []
      for (let at = waiting.indexOf(tail); at >= 0; at = waiting.indexOf(tail)) {
        const one = read(waiting.slice(0, at + tail.length))
        waiting = waiting.slice(at + tail.length)
        if (one) heard.push(one)
      }
      return heard
    },
    answer: (answer) =>
      answer.request.verb === 'lineTest' ? [] : [messageOf(pairsOf(house, answer))],
  }
}

const messageOf = (pairs: readonly (readonly [string, string])[]): Uint8Array =>
  Buffer.from([head, ...pairs.map(([tag, value]) => `"${tag}=${value}"`), tail].join(','))

const six = (value: number): string => String(value).padStart(6, '0')

function pairsOf(
  { terminalId, merchantId }: HkTextHouse,
  { request, outcome, booked, isMasked, held }: Answer,
): readonly (readonly [string, string])[] {
  if (request.verb === 'totals') {
    const sumMinor = held.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
    return [
      ['STATUS', 'A'],
      ['TXNID', request.echo],
      ['COUNT', String(held.length)],
      ['AMT', writeAmount(sumMinor, 'plain')],
    ]
  }
  if (outcome !== 'approved' || !booked) {
    return [
      ['STATUS', 'R'],
      ['TXNID', request.echo],
      ['RESPMSG', outcome === 'declined' ? 'DECLINED' : 'CANCELLED'],
    ]
  }
  const { card } = booked
  const [first = '', second = ''] = (request.reference ?? booked.reference ?? '').split('-')
  return [
    ['STATUS', 'A'],
    // The invoice, and no echo.
    ['TXNID', six(booked.trace)],
    ...(request.verb === 'last' ? [['TXNTYPE', booked.voided ? 'VOID' : 'SALE'] as const] : []),
    ['APPCODE', booked.approvalCode],
    ['PAN', isMasked ? maskedByTerminal(card.number) : card.number],
    ['AMT', writeAmount(booked.amountMinor, 'plain')],
    ['ENTRYMODE', card.entry === 'chip' ? 'C' : 'T'],
    ['INVOICENO', six(booked.trace)],
    ['TERMINALID', terminalId],
    ['MERCHANTID', merchantId],
    ['CARDTYPE', card.wallet ?? card.scheme],
    ['BATCHNO', six(booked.batch)],
    ['REFERENCENO', String(booked.trace).padStart(12, '0')],
    ['AID', card.applicationId],
    ['TXNNO', first],
    ['TXNCONSEQUENTIALNO', second],
  ]
}
