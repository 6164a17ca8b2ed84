/**
 * The kinds of fields that messages of the reader link are made of. Reading says whether all is as
 * the link has it; writing throws where it is not, as only a bug can want that. Source:
 * `resources/octopus-link.md`, "Fields".
 */

/** Where the next field begins. What cannot be read breaks it, once and for all. */
export type Cursor = { readonly bytes: Uint8Array; at: number; isBroken: boolean }

export type Field<T> = {
  /** @returns what stands there, or anything at all where the cursor is broken */
  read(from: Cursor): T
  write(into: number[], value: T): void
}

export type ValueOf<F> = F extends Field<infer T> ? T : never

type Fields = Readonly<Record<string, Field<unknown>>>
type RecordOf<F extends Fields> = { readonly [K in keyof F]: ValueOf<F[K]> }

function take(from: Cursor, count: number): Uint8Array {
  const taken = from.bytes.subarray(from.at, from.at + count)
  from.at += count
  if (taken.length < count) from.isBroken = true
  return taken
}

function must(from: Cursor, holds: boolean): void {
  if (!holds) from.isBroken = true
}

/** Unsigned, or in two's complement where `least` is below zero; the high byte first. */
function integer(size: 1 | 2 | 4, least: number, most: number): Field<number> {
  const whole = 2 ** (8 * size)
  return {
    read(from) {
      const raw = take(from, size).reduce((sum, byte) => sum * 256 + byte, 0)
      const value = least < 0 && raw >= whole / 2 ? raw - whole : raw
      must(from, value >= least && value <= most)
      return value
    },
    write(into, value) {
      if (!Number.isInteger(value) || value < least || value > most) {
        throw new Error(`${value} is not from ${least} to ${most}`)
      }
      const raw = value < 0 ? value + whole : value
      for (let place = size - 1; place >= 0; place -= 1) {
        into.push(Math.trunc(raw / 256 ** place) % 256)
      }
    },
  }
}

const highestU32 = 0xffff_ffff
export const u8 = (least = 0, most = 0xff): Field<number> => integer(1, least, most)
export const u16 = (least = 0, most = 0xffff): Field<number> => integer(2, least, most)
export const u32 = (least = 0, most = highestU32): Field<number> => integer(4, least, most)
export const i32 = (least: number, most: number): Field<number> => integer(4, least, most)

/** One byte of length, then so many printable ASCII characters. */
export function text(least: number, most: number, allowed = /^[\u0020-\u007e]*$/u): Field<string> {
  return {
    read(from) {
      const [length = 0] = take(from, 1)
      must(from, length >= least && length <= most)
      if (from.isBroken) return ''
      const value = Buffer.from(take(from, length)).toString('latin1')
      must(from, allowed.test(value))
      return value
    },
    write(into, value) {
      if (!allowed.test(value) || value.length < least || value.length > most) {
        throw new Error('not a text of the reader link')
      }
      into.push(value.length, ...Buffer.from(value, 'latin1'))
    },
  }
}

/** So many bytes, in hexadecimal digits. */
export const hex = (size: number): Field<string> => ({
  read: (from) => Buffer.from(take(from, size)).toString('hex'),
  write(into, value) {
    const bytes = Buffer.from(value, 'hex')
    if (bytes.length !== size || value.length !== 2 * size) throw new Error(`not ${size} bytes`)
    into.push(...bytes)
  },
})

/** One byte; a number that is none of these breaks it. */
export function choice<const T extends Readonly<Record<string, number>>>(
  numbers: T,
): Field<keyof T & string> {
  const words = Object.entries(numbers)
  return {
    read(from) {
      const [number] = take(from, 1)
      const found = words.find(([, known]) => known === number)
      must(from, found !== undefined)
      return found?.[0] ?? ''
    },
    write(into, word) {
      const number = numbers[word]
      if (number === undefined) throw new Error(`${word} is no choice`)
      into.push(number)
    },
  }
}

export const flag: Field<boolean> = {
  read(from) {
    const [value = 0] = take(from, 1)
    must(from, value <= 1)
    return value === 1
  },
  write: (into, value) => void into.push(value ? 1 : 0),
}

/** A flag, and the field only where that is set. */
export const optional = <T>(field: Field<T>): Field<T | null> => ({
  read: (from) => (flag.read(from) ? field.read(from) : null),
  write(into, value) {
    flag.write(into, value !== null)
    if (value !== null) field.write(into, value)
  },
})

/** One byte of how many, then as many of them. */
export const list = <T>(field: Field<T>, most: number): Field<readonly T[]> => ({
  read(from) {
    const [count = 0] = take(from, 1)
    must(from, count <= most)
    return from.isBroken ? [] : Array.from({ length: count }, () => field.read(from))
  },
  write(into, values) {
    if (values.length > most) throw new Error(`more than ${most}`)
    into.push(values.length)
    for (const value of values) field.write(into, value)
  },
})

/** Fields one after the other, in the order in which they are written here. */
export function record<F extends Fields>(fields: F): Field<RecordOf<F>> {
  const named = Object.entries(fields)
  return {
    read: (from) =>
      Object.fromEntries(named.map(([name, field]) => [name, field.read(from)])) as RecordOf<F>,
    write(into, value) {
      for (const [name, field] of named) field.write(into, value[name])
    },
  }
}

type Variants = Readonly<Record<string, readonly [number: number, fields: Fields]>>
type VariantOf<V extends Variants> = {
  [K in keyof V & string]: { readonly state: K } & RecordOf<V[K][1]>
}[keyof V & string]

/** One byte says which of these, and that one's fields follow. */
export function variant<const V extends Variants>(variants: V): Field<VariantOf<V>> {
  const each = Object.entries<Variants[string]>(variants)
  const tag = choice(Object.fromEntries(each.map(([state, [number]]) => [state, number])))
  const bodies = new Map(each.map(([state, [, fields]]) => [state, record(fields)]))
  return {
    read(from) {
      const state = tag.read(from)
      return { state, ...bodies.get(state)?.read(from) } as VariantOf<V>
    },
    write(into, value) {
      tag.write(into, value.state)
      bodies.get(value.state)?.write(into, value)
    },
  }
}

/** The number on an Octopus, as its digits: at least eight. On the wire it is a u32. */
const number = u32(1)
export const isCardNumber = (digits: string): boolean =>
  /^(?:\d{8}|[1-9]\d{8,9})$/u.test(digits) && Number(digits) >= 1 && Number(digits) <= highestU32
export const cardNumber: Field<string> = {
  read: (from) => String(number.read(from)).padStart(8, '0'),
  write(into, digits) {
    if (!isCardNumber(digits)) throw new Error('not the number of an Octopus')
    number.write(into, Number(digits))
  },
}
