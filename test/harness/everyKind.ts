/** A row of every kind, as a shop's morning may write them. */
import type { CardFacts } from '../../src-shared/cardFacts.ts'
import { discrepancyIdSchema, paymentIdSchema, refundIdSchema } from '../../src-shared/ids.ts'
import type { Entry } from '../../src-main/engine/journal/kinds.ts'
import {
  businessDate,
  consent,
  counterId,
  entry,
  founding,
  hands,
  idOf,
  paymentCreated,
  paymentIds,
  paymentMoved,
  receiptIssued,
  saleIds,
  saleOpened,
  settingRow,
  shiftId,
  staffId,
  startMs,
  supervisorId,
} from './journalFile.ts'

/** As a terminal tells them of a card. */
const cardFacts: CardFacts = {
  number: '424242******4242',
  scheme: 'visa',
  wallet: null,
  entryMode: 'contactless',
  approvalCode: '654321',
  trace: '000042',
  batch: '000001',
  terminalId: '12345678',
  merchantId: '000000000012345',
  retrievalReference: '000000000042',
  applicationId: 'A0000000031010',
  time: '2026-11-21 15:30:00',
}

/** A shop's morning in which a row of every kind is written. */
export function everyKind(): readonly Entry[] {
  const { cash, fps, differing } = paymentIds
  const code = {
    text: '00020101021226270012hk.com.hkicl',
    payee: '海港茶餐廳',
    shownAtMs: startMs,
    expiresAtMs: startMs + 600_000,
  }
  return [
    founding(),
    settingRow('海港 Harbour'),
    settingRow({ nested: [1, true, null] }, 'theme'),
    settingRow('Harbour Till'),
    entry('staff.added', staffId, { staffId, role: 'cashier', nameDigest: 'ab'.repeat(32) }),
    entry('session.refused', staffId, { staffId, window: 'till', wrong: 1, lockedForMs: 0 }),
    entry('session.signedIn', staffId, { by: staffId, window: 'till' }),
    entry('shift.opened', shiftId, {
      ...hands,
      businessDate,
      float: { '10000': 5, '10': 3 },
      floatMinor: 50_030,
    }),
    saleOpened(saleIds.cash, '𠮷 two teas'),
    paymentCreated(saleIds.cash, cash, {
      method: 'cash',
      channel: null,
      amountMinor: 8_880,
      reference: null,
      sequence: null,
      tenderedMinor: 10_000,
      changeMinor: 1_120,
    }),
    paymentMoved(cash, { from: 'created', to: 'succeeded', why: 'counted', by: staffId }),
    entry('sale.completed', saleIds.cash, { shiftId, paidMinor: 8_880, roundingMinor: -3 }),
    saleOpened(saleIds.fps),
    paymentCreated(saleIds.fps, fps),
    paymentMoved(fps, { from: 'created', to: 'submitting', why: 'submit' }),
    paymentMoved(fps, { from: 'submitting', to: 'awaitingPayer', why: 'codeShown', code }),
    entry('answer.notBelieved', fps, { reason: 'another payment' }),
    entry('answer.missing', fps, { reason: 'no line' }),
    entry('sale.setAside', saleIds.fps, hands),
    paymentMoved(fps, {
      from: 'awaitingPayer',
      to: 'closing',
      why: 'cancelled',
      by: staffId,
      closeReason: 'cancelled',
    }),
    paymentMoved(fps, { from: 'closing', to: 'unknown', why: 'noAnswer', reason: 'the line' }),
    paymentMoved(fps, { from: 'unknown', to: 'closed', why: 'closed', mayStillBePaid: true }),
    entry('discrepancy.opened', fps, {
      discrepancyId: idOf(discrepancyIdSchema, 30),
      paymentId: fps,
      currency: 'HKD',
      amountMinor: 8_883,
      providerReference: 'N-1',
    }),
    entry('payment.watchEnded', fps, {}),
    entry('file.checked', 'file', { whole: true, rows: 7, why: null }),
    entry('sale.takenBack', saleIds.fps, hands),
    paymentCreated(saleIds.fps, differing, { reference: 'HT0100000002', sequence: 2 }),
    paymentMoved(differing, { from: 'created', to: 'submitting', why: 'submit' }),
    paymentMoved(differing, {
      from: 'submitting',
      to: 'conflicted',
      why: 'differs',
      providerReference: 'N-2',
      creditedMinor: 8_000,
    }),
    receiptIssued(saleIds.cash, 1),
    entry('override.refused', supervisorId, { ...consent, wrong: 1, lockedForMs: 0 }),
    entry('override.given', saleIds.cash, { ...consent, reason: 'The paper tore' }),
    entry('receipt.reprinted', saleIds.cash, {
      ...hands,
      number: 'HT01-000001',
      copy: 1,
      mark: '重印 1 REPRINT 1',
    }),
    ...unresolvedMoney(),
    saleOpened(saleIds.cancelled),
    entry('sale.cancelled', saleIds.cancelled, hands),
    entry('session.signedOut', staffId, { by: staffId, window: 'till' }),
  ]
}

/** A transfer in two parts, one of them given back; a lost payment that a sale was freed of. */
function unresolvedMoney(): readonly Entry[] {
  const { cash } = saleIds
  const { transfer, lost, fps } = paymentIds
  const refundId = idOf(refundIdSchema, 40)
  const paid = { ...hands, reason: 'Read to the supervisor' }
  return [
    entry('channel.enrolled', 'main', {
      channel: 'main',
      aggregatorCounterId: counterId,
      merchant: 'HARBOUR CAFE',
      keyId: 'key-1',
    }),
    entry('channel.changed', 'main', {
      channel: 'main',
      from: 'good',
      to: 'down',
      successPercent: 40,
      p95Ms: 9_000,
      lastError: 'no answer in time',
    }),
    entry('channel.clock', 'main', { channel: 'main', aheadMs: -600_000 }),
    paymentCreated(saleIds.fps, paymentIds.card, {
      method: 'applePay',
      flow: 'cardTerminal',
      channel: 'terminal-1',
      reference: '000000000004',
      sequence: 4,
    }),
    paymentMoved(paymentIds.card, { from: 'created', to: 'submitting', why: 'submit' }),
    paymentMoved(paymentIds.card, {
      from: 'submitting',
      to: 'succeeded',
      why: 'paid',
      providerReference: '654321',
      creditedMinor: 8_883,
      card: cardFacts,
    }),
    entry('terminal.stray', 'terminal-1', {
      channel: 'terminal-1',
      why: 'nothingAsked',
      outcome: 'approved',
      amountMinor: 1_000,
      card: { ...cardFacts, trace: '000041' },
    }),
    entry('terminal.stray', 'terminal-1', {
      channel: 'terminal-1',
      why: 'seenBefore',
      outcome: 'approved',
      amountMinor: 1_000,
      card: { ...cardFacts, trace: '000041' },
    }),
    entry('terminal.settled', 'terminal-1', {
      ...hands,
      channel: 'terminal-1',
      businessDate,
      ours: { count: 2, amountMinor: 9_880 },
      terminal: { count: 2, amountMinor: 9_880 },
    }),
    entry('upload.refused', 'journal', { why: 'forked', reason: 'another journal' }),
    entry('scan.refused', 'scan', { by: staffId, why: 'scanNotAccepted', length: 13 }),
    paymentCreated(saleIds.fps, transfer, {
      method: 'bankTransfer',
      flow: 'awaitingFunds',
      reference: 'HT0100000003',
      sequence: 3,
      expiresAtMs: startMs + 86_400_000,
    }),
    paymentMoved(transfer, { from: 'created', to: 'submitting', why: 'submit' }),
    paymentMoved(transfer, { from: 'submitting', to: 'awaitingPayer', why: 'instructed' }),
    entry('payment.credited', transfer, {
      creditId: 'C-1',
      amountMinor: 8_000,
      atMs: startMs,
      creditedMinor: 8_000,
    }),
    paymentMoved(transfer, {
      from: 'awaitingPayer',
      to: 'succeeded',
      why: 'shortfallAccepted',
      by: staffId,
      shortfallMinor: 883,
    }),
    entry('refund.requested', refundId, {
      ...hands,
      refundId,
      paymentId: transfer,
      saleId: saleIds.fps,
      businessDate,
      discrepancyId: null,
      method: 'bankTransfer',
      channel: 'main',
      currency: 'HKD',
      amountMinor: 1_000,
      reason: 'One came back',
    }),
    entry('refund.moved', refundId, { from: 'requested', to: 'unknown', reason: 'the line' }),
    entry('refund.moved', refundId, { from: 'unknown', to: 'succeeded', providerReference: 'R-1' }),
    paymentCreated(cash, lost, {
      method: 'wechatPay',
      flow: 'customerCode',
      reference: 'HT0100000004',
      sequence: 4,
      scanned: { digest: 'cd'.repeat(32), lastFour: '6789' },
    }),
    paymentMoved(lost, { from: 'created', to: 'submitting', why: 'submit' }),
    paymentMoved(lost, { from: 'submitting', to: 'unknown', why: 'noAnswer', reason: 'the line' }),
    entry('payment.freed', lost, { ...paid, saleId: cash }),
    paymentMoved(lost, { from: 'unknown', to: 'closed', why: 'neverShown', closeOwed: true }),
    entry('payment.closeTold', lost, {}),
    entry('sale.goodsReleased', saleIds.fps, {
      ...hands,
      paymentId: fps,
      amountMinor: 8_883,
      reason: 'A regular customer',
    }),
    entry('sale.lossRecorded', saleIds.fps, { paymentId: fps, amountMinor: 8_883 }),
    entry('discrepancy.closed', idOf(discrepancyIdSchema, 30), {
      by: staffId,
      shiftId,
      decision: 'kept',
      reason: 'A tip',
    }),
    paymentCreated(cash, idOf(paymentIdSchema, 25), { reference: 'HT0100000005', sequence: 5 }),
    paymentMoved(idOf(paymentIdSchema, 25), { from: 'created', to: 'submitting', why: 'submit' }),
    paymentMoved(idOf(paymentIdSchema, 25), {
      from: 'submitting',
      to: 'unknown',
      why: 'restarted',
    }),
    paymentMoved(idOf(paymentIdSchema, 25), {
      from: 'unknown',
      to: 'succeeded',
      why: 'confirmedPaidByHand',
      by: staffId,
      providerReference: '004512',
      reason: 'Read from the slip',
      beyondSale: true,
    }),
    entry('payment.handContradicted', idOf(paymentIdSchema, 25), { told: 'closed' }),
    entry('payment.denialAccepted', idOf(paymentIdSchema, 25), {
      ...hands,
      reason: 'Seen on the statement',
    }),
    entry('payment.handAgreed', idOf(paymentIdSchema, 25), { providerReference: 'N-9' }),
    ...octopusRows(cash),
  ]
}

/** A payment by Octopus that was completed with the same card, and the file that it stands in. */
function octopusRows(saleId: Parameters<typeof paymentCreated>[0]): readonly Entry[] {
  const paymentId = idOf(paymentIdSchema, 27)
  const channel = 'octopus-1'
  const reference = 'HT0100000006'
  const card = 'ef'.repeat(32)
  const lastAddValue = { date: '2026-11-15', by: 'cash' } as const
  const at = { deviceId: 301, locationId: 7 }
  const asked = { channel, reference, amountMinor: 8_880, card, hidesValue: false, lastAddValue }
  const storeId = '5a17c0de00c0ffee'
  const totals = { count: 1, amountMinor: 8_880 }
  const facts = { card, ...at, valueMinor: 1_120, lastAddValue, timeS: 1_795_246_204 }
  const flow = 'octopusReader' as const
  return [
    paymentCreated(saleId, paymentId, {
      method: 'octopus',
      flow,
      channel,
      reference,
      sequence: 6,
      amountMinor: 8_880,
    }),
    paymentMoved(paymentId, { from: 'created', to: 'submitting', why: 'submit' }),
    paymentMoved(paymentId, { from: 'submitting', to: 'awaitingPayer', why: 'instructed' }),
    entry('octopus.asked', paymentId, {
      ...asked,
      ...at,
      storeId,
      valueMinor: 10_000,
      timeS: 1_795_246_200,
    }),
    paymentMoved(paymentId, { from: 'awaitingPayer', to: 'processing', why: 'payerConfirming' }),
    entry('octopus.answered', paymentId, {
      channel,
      told: 'incomplete',
      tookNothing: false,
      code: 100_022,
      by: 'reply',
    }),
    paymentMoved(paymentId, {
      from: 'processing',
      to: 'unknown',
      why: 'noAnswer',
      reason: 'octopusIncomplete 100022',
    }),
    paymentMoved(paymentId, {
      from: 'unknown',
      to: 'succeeded',
      why: 'paid',
      creditedMinor: 8_880,
      octopus: facts,
      beyondSale: true,
    }),
    entry('octopus.exchanged', channel, {
      channel,
      deviceId: 301,
      storeId,
      number: 1,
      name: 'SIM301-000001.txt',
      sizeBytes: 40,
      sha256: '5b'.repeat(32),
      timeS: 1_795_246_260,
      upload: 'done',
      theirs: totals,
      ours: totals,
      by: null,
    }),
    entry('octopus.housekept', channel, { channel, lists: '2026-11-21', by: staffId }),
  ]
}
