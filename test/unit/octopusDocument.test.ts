/** The page from which strangers build the other end of the reader link says what both our ends do. */
import { describe, expect, test } from 'vitest'
import { codeOf, octopusCodes } from '../../src-main/engine/devices/octopus/codes.ts'
import { createFrameDecoder } from '../../src-main/engine/devices/octopus/frame.ts'
import {
  readMessage,
  writeMessage,
  type Message,
} from '../../src-main/engine/devices/octopus/messages.ts'
import { createUnframer } from '../../src-main/training/octopus/framing.ts'
import type { Said } from '../../src-main/training/octopus/talk.ts'
import { readAsked, writeSaid } from '../../src-main/training/octopus/wire.ts'
import { bytesOfHex, hexOf } from '../harness/cardBytes.ts'
import { blocksOfExamples, examples, tableOf } from '../harness/octopusDocument.ts'

function nameOf(message: Message): string {
  if (message.kind === 'error') return 'error'
  return message.kind === 'event' ? message.event : message.call
}

test('every block of the page is an example that can be read, and each kind of message has one', () => {
  expect(examples).toHaveLength(blocksOfExamples())
  const kinds = new Set(examples.map(({ message }) => `${message.kind} ${nameOf(message)}`))
  // Ten requests; their responses less that of addValue, which is that of deduct; an error; two events.
  expect(kinds.size).toBe(10 + 9 + 1 + 2)
})

describe.for(examples)('$title ($hex)', ({ sequence, hex, message }) => {
  test('the till writes it so', () => {
    expect(hexOf(writeMessage(sequence, message)).toLowerCase()).toBe(hex)
  })

  test('the till reads it so', () => {
    const [event, ...more] = createFrameDecoder().push(bytesOfHex(hex))
    expect(more).toEqual([])
    if (event?.kind !== 'message') throw new Error('no frame')
    expect(event.message.sequence).toBe(sequence)
    expect(readMessage(event.message)).toEqual(message)
  })
})

const requests = examples.filter(({ message }) => message.kind === 'request')
test.for(requests)('$title: the simulated reader reads it so', ({ sequence, hex, message }) => {
  const [frame, ...more] = createUnframer().hear(bytesOfHex(hex))
  expect(more).toEqual([])
  expect(frame?.sequence).toBe(sequence)
  expect(frame && readAsked(frame)).toEqual({ call: nameOf(message), ...message.body })
})

const answers = examples.filter(({ message }) => message.kind !== 'request')
test.for(answers)('$title: the simulated reader writes it so', ({ sequence, hex, message }) => {
  const said = { say: nameOf(message), ...message.body } as Said
  expect(hexOf(writeSaid(sequence, said)).toLowerCase()).toBe(hex)
})

test('the table of errors is that of the till', () => {
  const taken = { nothing: true, unknown: false } as const
  const listed = tableOf('Code', 'Name', 'Kind', 'Taken', 'What').map(
    ([number, name, kind, takes]) => ({
      number: Number(number),
      name,
      kind,
      takesNothing: taken[takes as keyof typeof taken],
    }),
  )
  expect(listed).toEqual(octopusCodes)
})

test('of a number that is not listed nothing is assumed', () => {
  expect(codeOf(100_099)).toEqual({
    number: 100_099,
    name: 'unlisted',
    kind: 'other',
    takesNothing: false,
  })
})

test('the refusals are those of which nothing was taken, and no others', () => {
  const refusals = octopusCodes.filter(({ kind }) => kind === 'refused')
  expect(refusals.map(({ number }) => number)).toEqual([
    100_019, 100_021, 100_024, 100_048, 100_049, 100_050, 100_051, 100_055, 100_057, 100_066,
    100_068,
  ])
  expect(refusals.every(({ takesNothing }) => takesNothing)).toBe(true)
})
