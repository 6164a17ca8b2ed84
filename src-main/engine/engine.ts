/**
 * The counter itself: the server's side of the contract, put together from its rooms. It knows
 * no Electron, no wall clock and no chance of its own: they come as parts.
 */
import type { CounterView, MethodOfCounter } from '../../src-shared/contract/counter.ts'
import type { DisplayView } from '../../src-shared/contract/display.ts'
import type { TopicValue } from '../../src-shared/contract/index.ts'
import { methodRow, methods, type MethodId } from '../../src-shared/methods.ts'
import { permissionsOf, withOverrideOf } from '../../src-shared/permissions.ts'
import type { ShiftId } from '../../src-shared/ids.ts'
import { done, failed, type Failure } from '../../src-shared/result.ts'
import { createChannels, type Channels } from './channels/channels.ts'
import { createConfiguration } from './config/configuration.ts'
import { createBalanceDesk } from './devices/balanceDesk.ts'
import { createTerminals, type Terminals } from './devices/card/terminals.ts'
import { createOctopus, type Octopus } from './devices/octopus/octopus.ts'
import { createDoor, type Handlers } from './door.ts'
import { foundCounter, foundTrainingStaff, noteEnrolments } from './founding.ts'
import { createCustomerDisplay } from './display/customerDisplay.ts'
import { createHistory } from './history/history.ts'
import { createIds, lastIdMs } from './ids.ts'
import { createDailyCheck } from './journal/dailyCheck.ts'
import { createJournal } from './journal/journal.ts'
import { verifyChain } from './journal/verify.ts'
import { StartRefused, type Parts } from './parts.ts'
import { createByHand } from './payment/byHand.ts'
import { createFollower, type Follower } from './payment/follower.ts'
import { createPayments } from './payment/payments.ts'
import { createScans, type Scans } from './payment/scans.ts'
import { createReceipts, type Receipts } from './receipt/receipts.ts'
import { createDiscrepancies } from './refund/discrepancies.ts'
import { createRefundFollower, type RefundFollower } from './refund/refundFollower.ts'
import { createRefunds } from './refund/refunds.ts'
import { createRefundStore, type RefundStore } from './refund/refundStore.ts'
import { createSales } from './sale/sales.ts'
import { createSaleStore, type SaleStore } from './sale/saleStore.ts'
import type { ContractServer } from './server.ts'
import { createShifts } from './shift/shifts.ts'
import { createOverrides } from './staff/overrides.ts'
import { createPinCheck } from './staff/pinCheck.ts'
import { createSessions } from './staff/sessions.ts'
import { createStaff } from './staff/staff.ts'
import { createStorage, roomFailure } from './storage.ts'
import { createOutbox, type Outbox } from './sync/outbox.ts'
import { trainingHandlers } from './trainingHandlers.ts'
import { createTray } from './tray.ts'

/** How much of the chain is checked at every start, in rows: nothing that a cashier waits for grows with the years. */
const rowsCheckedAtStart = 1_000

/** Throws `StartRefused` where the till must not be used as it is. */
export async function createEngine(parts: Parts): Promise<ContractServer> {
  const { clock, database, training } = parts
  const verdict = verifyChain(database, rowsCheckedAtStart)
  if (!verdict.ok) {
    const { epoch, seq, why } = verdict
    throw new StartRefused(failed('databaseDamaged', { epoch, seq, why }).failure)
  }
  const journal = createJournal(database, clock)
  const storage = createStorage(parts, journal)
  foundCounter(parts, journal)
  noteEnrolments(parts, journal)
  const newId = createIds(parts, lastIdMs(database))
  const staff = createStaff(parts, newId)
  await foundTrainingStaff(parts, journal, staff)
  const configuration = createConfiguration(parts, journal)
  const settings = configuration.values
  const checkPin = createPinCheck(parts, staff)
  const sessions = createSessions(checkPin, newId)
  const shifts = createShifts(parts, newId)
  const openShift = (): ShiftId | null => shifts.open()?.shiftId ?? null
  const overrides = createOverrides(checkPin, staff, openShift)
  const counterCode = (): string => journal.head().counterCode
  const changed = (): void => door.changed()
  /** How the line does: no payment looks different for it. */
  const lineChanged = (): void => door.changed(['counter', 'channels'])
  const channels: Channels = createChannels({
    ...parts,
    settings,
    write: (entries) => storage.write(entries),
    changed: lineChanged,
  })
  const scans: Scans = createScans({ ...parts, channels, settings, changed, store: () => store })
  // The stores show what the followers are doing, and the followers read the stores.
  const follower: Follower = createFollower({
    ...parts,
    channels,
    shifts,
    settings,
    newId,
    store: (): SaleStore => store,
    writeResult: storage.writeResult,
    changed,
    completed: (saleId) => sales.completed(saleId),
    issueReceipt: (...facts) => receipts.issue(...facts),
  })
  const refundFollower: RefundFollower = createRefundFollower({
    ...parts,
    channels,
    store: (): RefundStore => refundStore,
    openDiscrepancyMinor: ({ discrepancyId }) => discrepancies.notGivenBackMinor(discrepancyId),
    writeResult: storage.writeResult,
    changed,
  })
  const refundStore = createRefundStore(database, staff.nameOf, refundFollower.nextAskAtMs)
  const store: SaleStore = createSaleStore({
    database,
    nameOf: staff.nameOf,
    refunds: refundStore,
    following: follower.following,
    instructions: (channel, method) => channels.byId(channel)?.offer(method)?.instructions ?? [],
    terminal: (channel) => terminals.ofPayment(channel),
    reader: (payment) => octopus.ofPayment(payment),
    octopusNumber: (digest) => octopus.cards.numberOf(digest),
    now: clock.now,
  })
  const discrepancies = createDiscrepancies(database, refundStore, shifts)
  const tray = createTray(database, store, refundStore, discrepancies)
  const outbox: Outbox = createOutbox({
    ...parts,
    journal,
    write: (entries) => void storage.write(entries),
    changed: lineChanged,
  })
  const terminals: Terminals = createTerminals({
    ...parts,
    configuration,
    channels,
    shifts,
    store: follower.hear,
    storeRefund: refundFollower.hear,
    writeResult: storage.writeResult,
    changed,
  })
  const octopus: Octopus = createOctopus({
    ...parts,
    configuration,
    channels,
    storage,
    sales: () => store,
    store: follower.hear,
    changed,
  })
  const balanceDesk = createBalanceDesk({ ...parts, configuration, reader: octopus.reader })
  const sales = createSales(store, shifts, newId, settings, follower.follow)
  const receipts: Receipts = createReceipts({
    ...parts,
    settings,
    counterCode,
    openShift,
    onScreen: () => sales.onScreen()?.saleId ?? null,
    octopusNumber: octopus.cards.numberOf,
  })
  const display = createCustomerDisplay({
    clock,
    onScreen: sales.onScreen,
    signedIn: () => sessions.at('till') !== undefined,
    changed: () => door.changed(),
  })
  const dailyCheck = createDailyCheck(parts, storage, () => door.changed())
  const payments = createPayments({
    ...parts,
    damage: dailyCheck.damage,
    channels,
    scans,
    store,
    shifts,
    follower,
    refundFollower,
    settings,
    newId,
    counterCode,
    completed: sales.completed,
    issueReceipt: receipts.issue,
  })
  const byHand = createByHand({
    store,
    shifts,
    follower,
    settings,
    newId,
    completed: sales.completed,
    issueReceipt: receipts.issue,
  })
  const refunds = createRefunds({
    store,
    refunds: refundStore,
    discrepancies,
    channels,
    follower: refundFollower,
    shifts,
    settings,
    newId,
  })
  const history = createHistory(store, journal, staff.nameOf)

  const alarms = (): Failure[] => {
    const low = roomFailure(parts.disk, settings()['storage.minFreeBytes'])
    const damage = dailyCheck.damage()
    return [
      ...storage.alarms(),
      ...(damage ? [damage] : []),
      ...(low ? [low.failure] : []),
      ...configuration.problems(),
      ...channels.alarms(),
      ...terminals.alarms(),
      ...octopus.alarms(),
      ...outbox.alarms(),
      ...parts.hostAlarms,
    ]
  }

  const clockAheadMs = (): number => training?.view().clockAheadMs ?? 0

  const methodState = (id: MethodId): Pick<MethodOfCounter, 'state' | 'takesCodes'> => {
    const { flow, offline, theirCode } = methodRow(id)
    if (flow === 'cash') return { state: 'ready', takesCodes: false }
    const state = channels.stateFor(id)
    const takesCodes = theirCode && channels.forNew(id, 'customerCode') !== null
    if (flow === 'cardTerminal' && state !== 'notSetUp') {
      if (terminals.isBlocked()) return { state: 'blocked', takesCodes }
      const away = state === 'down' || terminals.isAway()
      return { state: away ? 'away' : 'ready', takesCodes }
    }
    if (flow === 'octopusReader' && state !== 'notSetUp') {
      if (octopus.isBlocked()) return { state: 'blocked', takesCodes }
      const away = state === 'down' || octopus.isAway()
      return { state: away ? 'away' : 'ready', takesCodes }
    }
    if (state !== 'down') return { state, takesCodes }
    // A transfer's reference is made here: it waits for days, with or without a line.
    const without = { codeOnly: 'codeOnly', notNow: 'notNow', asAlways: 'ready' } as const
    return { state: without[offline], takesCodes }
  }

  const counter = (): CounterView => {
    const values = settings()
    const shift = shifts.open()
    return {
      state: 'ready',
      version: parts.version,
      environment: parts.environment,
      counterName: values['counter.name'],
      storeName: values['store.name'],
      language: values.language,
      theme: values.theme,
      ceilingMinor: values['sale.ceilingMinor'],
      shift: shift
        ? {
            shiftId: shift.shiftId,
            openedAtMs: shift.openedAtMs,
            openedBy: staff.nameOf(shift.openedBy),
            businessDate: shift.businessDate,
          }
        : null,
      methods: methods.map(({ id }) => ({ id, ...methodState(id) })),
      scanned: scans.shown(),
      upload: outbox.waiting(),
      line: channels.line(),
      waitingSales: store.waitingSales(),
      clockAheadMs: clockAheadMs(),
      unresolved: tray.count(),
      alarms: alarms(),
    }
  }

  const handlers: Handlers = {
    'counter.chooseLanguage': ({ language }) => configuration.choose('language', language),
    'counter.chooseTheme': ({ theme }) => configuration.choose('theme', theme),
    'session.staff': () => done([...staff.tiles()]),
    'session.signIn': sessions.signIn,
    'session.signOut': (_, caller) => sessions.signOut(caller),
    'shift.open': shifts.openShift,
    'sale.open': sales.open,
    'sale.cancel': sales.cancel,
    'sale.setAside': sales.setAside,
    'sale.takeBack': sales.takeBack,
    'sale.next': sales.next,
    'payment.takeCash': payments.takeCash,
    'payment.charge': payments.charge,
    'payment.cancel': payments.cancel,
    'payment.checkNow': payments.checkNow,
    'payment.scan': payments.scan,
    'payment.forgetScan': scans.forget,
    'refund.request': refunds.request,
    'refund.decide': refunds.decide,
    'discrepancy.close': discrepancies.close,
    ...byHand,
    'history.payments': history.payments,
    'history.payment': history.payment,
    ...terminals.handlers,
    ...octopus.handlers,
    ...balanceDesk.handlers,
    'receipt.show': receipts.show,
    'receipt.reprint': receipts.reprint,
    'override.approvers': ({ permission }, { staffId }) =>
      done(overrides.approvers(permission, staffId)),
    ...trainingHandlers(training),
  }

  const door = createDoor(parts, storage, handlers, {
    identify: (window, session) => {
      const person = sessions.person(window, session)
      if (!person) return undefined
      const { staffId, role } = person
      return { staffId, permissions: permissionsOf[role], withOverride: withOverrideOf[role] }
    },
    consent: overrides.consent,
    signedIn: (window) => sessions.at(window) !== undefined,
    topics: {
      counter,
      session: (window): TopicValue<'session'> => sessions.view(window),
      sale: sales.onScreen,
      display: (): DisplayView => {
        const values = settings()
        return {
          environment: parts.environment,
          storeName: values['store.name'],
          language: values['customer.language'] ?? values.language,
          theme: values.theme,
          clockAheadMs: clockAheadMs(),
          now: display.shows(),
        }
      },
      training: () => training?.view() ?? null,
      tray: tray.items,
      channels: () => ({ channels: channels.view(), upload: outbox.view() }),
      devices: () => ({ terminals: terminals.view() }),
      octopus: () => ({ reader: octopus.view(), module: balanceDesk.view() }),
    },
  })

  training?.behave({ usualPauseMs: settings()['training.fpsPaysAfterMs'] })
  const stopNews = channels.onHint((_, paymentId) => refundFollower.newsOf(paymentId))
  journal.onWritten(outbox.wrote)
  terminals.start()
  octopus.start()
  balanceDesk.start()
  follower.takeUp()
  refundFollower.takeUp()
  outbox.start()
  door.changed()
  return {
    call: door.call,
    listen: door.listen,
    woke() {
      follower.askNow()
      refundFollower.askNow()
      outbox.askNow()
      channels.probeNow()
    },
    async stop() {
      stopNews()
      outbox.stop()
      refundFollower.stop()
      follower.stop()
      scans.stop()
      channels.stop()
      terminals.stop()
      octopus.stop()
      balanceDesk.stop()
      await door.stop()
      display.stop()
      dailyCheck.stop()
    },
  }
}
