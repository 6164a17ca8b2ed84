/** Somebody who holds a socket to the till and knows its contract by heart. */
import { WebSocket } from 'ws'
import { z } from 'zod'
import type { CallName, Input } from '../../src-shared/contract/index.ts'
import {
  discrepancyIdSchema,
  refundIdSchema,
  paymentIdSchema,
  saleIdSchema,
  staffIdSchema,
  type PaymentId,
  type SaleId,
  type StaffId,
} from '../../src-shared/ids.ts'
import { failureSchema, type Result } from '../../src-shared/result.ts'
import type { WebServer } from '../../src-main/web/httpServer.ts'
import { freshId, openSocket } from './fakeTill.ts'
import { terminalProfile } from './terminalProfile.ts'
import type { TestTill } from './testTill.ts'

export type Answer = Result<unknown> | 'dropped'

export type Attacker = {
  /** Everything that came, as text. */
  readonly heard: readonly string[]
  readonly gone: () => boolean
  /** Sends one frame. @returns what the till made of it; throws where it made nothing */
  say(frame: string | Buffer): Promise<Answer>
  call(name: string, input: unknown, more?: Readonly<Record<string, unknown>>): Promise<Answer>
}

/** A reply as it must be, whatever was asked. */
export const replySchema = z.strictObject({
  type: z.literal('reply'),
  callId: z.string(),
  answer: z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), value: z.unknown() }),
    z.strictObject({ ok: z.literal(false), failure: failureSchema }),
  ]),
})

const answerWithinMs = 5_000

export async function attack(
  web: WebServer,
  options: { readonly path?: string; readonly cookie?: string } = {},
): Promise<Attacker> {
  const socket = await openSocket(web, options)
  const heard: string[] = []
  let hear: (answer: Answer) => void = () => undefined
  socket.on('message', (data: Buffer) => {
    const text = data.toString('utf8')
    heard.push(text)
    const message = JSON.parse(text) as { readonly type: unknown }
    if (message.type !== 'event') hear(replySchema.parse(message).answer)
  })
  socket.on('close', () => hear('dropped'))

  const say = (frame: string | Buffer): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const limit = setTimeout(
        () => reject(new Error('neither answered nor dropped')),
        answerWithinMs,
      )
      hear = (answer) => {
        clearTimeout(limit)
        resolve(answer)
      }
      // A Buffer goes out as a text frame too, whatever bytes it holds.
      socket.send(frame, { binary: false })
    })

  return {
    heard,
    gone: () => socket.readyState !== WebSocket.OPEN,
    say,
    call: (name, input, more = {}) => say(JSON.stringify(requestOf(name, input, more))),
  }
}

export const requestOf = (
  name: string,
  input: unknown,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> => ({
  type: 'call',
  callId: freshId(),
  session: null,
  name,
  input,
  ...more,
})

/** What an answer refused with; null where it granted. */
export const refusalOf = (answer: Answer): string | null =>
  answer === 'dropped' ? 'dropped' : answer.ok ? null : answer.failure.code

export type Known = {
  readonly saleId: SaleId
  readonly paymentId: PaymentId
  readonly staffId: StaffId
}

/** A right input for every call there is: a call that has none here does not compile. */
export const everyInput = ({
  saleId,
  paymentId,
  staffId,
}: Known): { readonly [N in CallName]: Input<N> } => ({
  'view.topic': { topic: 'counter' },
  'counter.chooseLanguage': { language: 'en' },
  'counter.chooseTheme': { theme: 'dark' },
  'session.staff': {},
  'session.signIn': { staffId, pin: '9999' },
  'session.signOut': {},
  'shift.open': { float: { '10000': 1 } },
  'sale.open': { totalMinor: 5_000, reference: 'R-1', description: 'two teas' },
  'sale.cancel': { saleId },
  'sale.setAside': { saleId },
  'sale.takeBack': { saleId },
  'sale.next': { saleId },
  'payment.takeCash': { saleId, tenderedMinor: 5_000 },
  'payment.charge': { saleId, method: 'fps', amountMinor: 5_000 },
  'payment.cancel': { paymentId },
  'payment.checkNow': { paymentId },
  'payment.scan': { text: '134567890123456789', charge: null },
  'payment.forgetScan': {},
  'payment.freeSale': { paymentId, reason: 'The customer has gone' },
  'payment.confirmPaid': { paymentId, evidence: '004512', reason: 'Read from the slip' },
  'payment.confirmNotPaid': { paymentId, reason: 'Read from the slip' },
  'payment.acceptDenial': { paymentId, reason: 'Seen on the statement' },
  'payment.endUnasked': { paymentId, reason: 'No line' },
  'payment.decideConflict': { paymentId, decision: 'kept', reason: 'Agreed with the customer' },
  'payment.acceptShortfall': { paymentId, reason: 'Bank charges' },
  'payment.releaseGoods': { paymentId, reason: 'A regular customer' },
  'refund.request': { paymentId, discrepancyId: null, amountMinor: 100, reason: 'Brought back' },
  'refund.decide': {
    refundId: refundIdSchema.parse(freshId()),
    given: true,
    reason: 'Read from the statement',
  },
  'discrepancy.close': {
    discrepancyId: discrepancyIdSchema.parse(freshId()),
    decision: 'kept',
    reason: 'A tip',
  },
  'history.payments': { before: null, limit: 10 },
  'history.payment': { paymentId },
  'receipt.show': { saleId },
  'receipt.reprint': { saleId },
  'override.approvers': { permission: 'reprint' },
  'training.customerPays': { paymentId },
  'training.prepare': { next: 'payNow' },
  'devices.findPorts': {},
  'devices.identify': { path: '/dev/pts/0' },
  'devices.saveTerminal': { profile: terminalProfile() },
  'devices.removeTerminal': { id: 'terminal-1' },
  'devices.testTerminal': { id: 'terminal-1' },
  'devices.settleTerminal': { id: 'terminal-1' },
  'training.prepareTerminal': { next: null },
  'training.setPlugged': { plugged: true },
  'octopus.save': { profile: { name: 'Octopus', path: 'training:octopus' } },
  'octopus.remove': {},
  'octopus.test': {},
  'octopus.exchange': {},
  'octopus.housekeep': {},
  'octopus.balance': {},
  'octopus.saveModule': { module: null },
  'training.prepareOctopus': { next: null },
  'training.holdOctopus': { card: null },
  'training.setOctopusPlugged': { plugged: true },
  'training.setNetwork': { on: true },
  'training.customerCode': { method: 'wechatPay' },
  'training.setChannel': { id: 'main', state: 'good' },
  'training.setClock': { aheadMs: 0 },
  'training.reset': {},
})

/** A till in use: a cashier at it, a completed sale, and one with a code on the screen. */
export async function busyTill(till: TestTill): Promise<Known> {
  await till.ready()
  const details = { totalMinor: 5_000, reference: 'R-1', description: 'two teas' }
  const first = await till.get('sale.open', details)
  await till.get('payment.takeCash', { saleId: first.saleId, tenderedMinor: 5_000 })
  await till.get('sale.next', first)
  const { saleId } = await till.get('sale.open', details)
  const charge = { saleId, method: 'fps', amountMinor: 5_000 } as const
  const { paymentId } = await till.get('payment.charge', charge)
  const people = await till.get('session.staff', {})
  const supervisor = people.find(({ role }) => role === 'supervisor')
  return {
    saleId: saleIdSchema.parse(saleId),
    paymentId: paymentIdSchema.parse(paymentId),
    staffId: staffIdSchema.parse(supervisor?.staffId),
  }
}
