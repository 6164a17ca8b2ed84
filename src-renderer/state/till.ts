/** How screens reach the connection: what the engine told, and what they may ask of it. */
import { createContext, useContext, useSyncExternalStore } from 'react'
import type { CounterView, ReadyCounter } from '../../src-shared/contract/counter.ts'
import type { SaleView } from '../../src-shared/contract/sale.ts'
import type { SessionView } from '../../src-shared/contract/session.ts'
import type { TopicValue } from '../../src-shared/contract/index.ts'
import type { TrainingView } from '../../src-shared/contract/training.ts'
import type { TrayItem } from '../../src-shared/contract/tray.ts'
import type { Call } from './calls.ts'
import type { Connection } from './connection.ts'
import type { LineState } from './line.ts'
import type { Store } from './store.ts'

export const ConnectionContext = createContext<Connection | null>(null)
/** Below the place where a screen is chosen: a till that works. */
export const ReadyContext = createContext<ReadyCounter | null>(null)
/** Below the place where somebody has signed in. */
export const SessionContext = createContext<NonNullable<SessionView> | null>(null)

function must<T>(value: T | null): T {
  if (value === null) throw new Error('used outside its context')
  return value
}

const useStore = <T>(store: Store<T>): T => useSyncExternalStore(store.subscribe, store.get)
const useConnection = (): Connection => must(useContext(ConnectionContext))

export const useCall = (): Call => useConnection().call
export const useLine = (): LineState => useStore(useConnection().line)
export const useCounter = (): CounterView | undefined =>
  useStore(useConnection().mirrors.counter.store)
export const useSessionView = (): SessionView | undefined =>
  useStore(useConnection().mirrors.session.store)
export const useSale = (): SaleView | null => useStore(useConnection().mirrors.sale.store) ?? null
/** The oldest first; undefined: not told yet. */
export const useTray = (): readonly TrayItem[] | undefined =>
  useStore(useConnection().mirrors.tray.store) ?? undefined
/** undefined: not told yet. */
export const useChannels = (): NonNullable<TopicValue<'channels'>> | undefined =>
  useStore(useConnection().mirrors.channels.store) ?? undefined
/** undefined: not told yet. */
export const useDevices = (): NonNullable<TopicValue<'devices'>> | undefined =>
  useStore(useConnection().mirrors.devices.store) ?? undefined
/** undefined: not told yet. */
export const useOctopus = (): NonNullable<TopicValue<'octopus'>> | undefined =>
  useStore(useConnection().mirrors.octopus.store) ?? undefined
/** null outside training, and until somebody has signed in. */
export const useTraining = (): TrainingView =>
  useStore(useConnection().mirrors.training.store) ?? null
export const useReady = (): ReadyCounter => must(useContext(ReadyContext))
export const useSignedIn = (): NonNullable<SessionView> => must(useContext(SessionContext))
