/** The rooms of somebody who is signed in, and the keys that lead to them from everywhere. */
import { createContext, useContext } from 'react'
import type { Key } from './keys.ts'

export const rooms = ['sale', 'history', 'tray', 'channels', 'devices'] as const
export type Room = (typeof rooms)[number]

type Rooms = {
  readonly room: Room
  readonly go: (room: Room) => void
}

/** Below the place where somebody has signed in. */
export const RoomsContext = createContext<Rooms | null>(null)

export function useRooms(): Rooms {
  const here = useContext(RoomsContext)
  if (!here) throw new Error('used outside its context')
  return here
}

/** Beside the keys of the methods, which end with Shift+F4. */
export const roomKeys = {
  history: 'Shift+F7',
  tray: 'Shift+F8',
  channels: 'Shift+F9',
  devices: 'Shift+F10',
} as const satisfies Partial<Record<Room, string>>

/** @returns the room that this key leads to; null: it is a key for the screen */
export function roomOf(key: Key): Room | null {
  if (key.kind !== 'function') return null
  return rooms.find((room) => room !== 'sale' && roomKeys[room] === key.name) ?? null
}
