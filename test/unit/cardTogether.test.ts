/** The till's exchange and a simulated terminal on one line: what each believes, and that a card is charged at most once. */
import { describe, expect, test } from 'vitest'
import type { Asked, Verb } from '../../src-main/engine/devices/card/dialect.ts'
import {
  createExchange,
  usualTimes,
  type Ended,
  type Stray,
} from '../../src-main/engine/devices/card/exchange.ts'
import { noFacts } from '../../src-main/engine/devices/card/reply.ts'
import { keyOf } from '../../src-main/engine/devices/card/settles.ts'
import { protocols, simulatedTerminal, type Protocol } from '../harness/simulatedTerminal.ts'

const second = 1_000

async function together(protocol: Protocol) {
  const { clock, line, link, terminal } = await simulatedTerminal(protocol)
  const { dialect } = protocol
  const named = protocol.reference === '' ? {} : { reference: protocol.reference }
  const seen = new Set<string>()
  const strays: Stray[] = []
  const exchange = createExchange({
    link,
    dialect: dialect(),
    clock,
    times: usualTimes,
    memory: () => ({ seen: (key) => seen.has(key), hasUnknown: false, clockToleranceMs: 120_000 }),
    stray(stray) {
      strays.push(stray)
      return Promise.resolve()
    },
  })
  /** Stores what came, as a till does, and thanks for it. */
  const asks = async (verb: Verb, asked: Asked, forMs: number): Promise<Ended | null> => {
    let ended: Ended | null = null
    void exchange.ask(verb, asked).then((one) => {
      ended = one
      if (one.kind !== 'settled') return
      const key = keyOf(one.final.facts)
      if (key !== null) seen.add(key)
      one.thank(true)
    })
    await clock.pass(forMs)
    return ended
  }
  return {
    clock,
    line,
    terminal,
    strays,
    asks,
    sells: (amountMinor = 8_880, forMs = 5 * second) =>
      asks('sale', { amountMinor, ...named }, forMs),
    tests: () => asks('lineTest', named, 5 * second),
  }
}

describe.for(Object.values<Protocol>(protocols))('$name', (pair) => {
  test('finds a terminal that is ready, before any customer does', async () => {
    const { tests } = await together(pair)
    expect(await tests()).toEqual({ kind: 'ready' })
  })

  test('approves, and is charged once', async () => {
    const { sells, terminal, strays } = await together(pair)
    expect(await sells()).toMatchObject({
      kind: 'settled',
      final: {
        outcome: 'approved',
        facts: {
          approvalCode: '654321',
          terminalId: '12345678',
          scheme: 'visa',
          cardNumber: expect.stringMatching(/\*{6,12}4242$/u) as string,
        },
      },
    })
    expect(terminal.chargedMinor()).toBe(8_880)
    expect(strays).toEqual([])
  })

  test('two sales one after the other are two', async () => {
    const { sells, terminal } = await together(pair)
    await sells(8_880)
    expect(await sells(1_000)).toMatchObject({ kind: 'settled', final: { outcome: 'approved' } })
    expect(terminal.chargedMinor()).toBe(9_880)
  })

  test.for(['decline', 'cancel'] as const)('%s: nothing was charged', async (deed) => {
    const { sells, terminal } = await together(pair)
    terminal.prepare(deed)
    const ended = await sells()
    expect(ended).toMatchObject({ kind: 'settled' })
    expect(ended).not.toMatchObject({ final: { outcome: 'approved' } })
    expect(terminal.chargedMinor()).toBe(0)
  })

  test.for(['loseAnswer', 'loseAck', 'silent', 'answerLate'] as const)(
    '%s: nobody says that it was refused, and it is not sent again',
    async (deed) => {
      const { sells, terminal, line } = await together(pair)
      terminal.prepare(deed)
      line.written.length = 0
      expect(await sells(8_880, 125 * second)).toMatchObject({ kind: 'noAnswer' })
      const [sale, ...more] = line.written
      expect(more).not.toContain(sale)
      expect(terminal.chargedMinor()).toBeLessThanOrEqual(8_880)
    },
  )

  test('a late answer is kept, and turns nothing else green', async () => {
    const { sells, terminal, strays, clock } = await together(pair)
    terminal.prepare('answerLate')
    await sells(8_880, 125 * second)
    await clock.pass(40 * second)
    expect(strays).toMatchObject([{ why: 'nothingAsked', final: { outcome: 'approved' } }])
    expect(terminal.chargedMinor()).toBe(8_880)
  })

  test.for(['answerTwice', 'spoilAnswer'] as const)('%s: it is one payment', async (deed) => {
    const { sells, terminal, strays } = await together(pair)
    terminal.prepare(deed)
    expect(await sells(8_880, 10 * second)).toMatchObject({
      kind: 'settled',
      final: { outcome: 'approved' },
    })
    expect(terminal.chargedMinor()).toBe(8_880)
    expect(strays).toEqual([])
  })

  test('a terminal that is busy takes no second sale', async () => {
    const { sells, terminal } = await together(pair)
    terminal.prepare('busy')
    const ended = await sells(8_880, 125 * second)
    expect(['busy', 'noAnswer']).toContain(ended?.kind)
    expect(terminal.chargedMinor()).toBe(0)
  })

  test('a number that comes whole goes no further', async () => {
    const { sells, terminal } = await together(pair)
    terminal.prepare('unmasked')
    const ended = await sells()
    expect(ended).toMatchObject({ final: { facts: { cardNumber: '424242******4242' } } })
    expect(JSON.stringify(ended)).not.toContain('4242424242424242')
  })
})

test('a void is by the terminal’s own number, and gives back once', async () => {
  const { sells, asks, terminal } = await together(protocols.hkText)
  const sold = await sells()
  const trace = sold?.kind === 'settled' ? (sold.final.facts.trace ?? '') : ''
  expect(await asks('void', { trace }, 5 * second)).toMatchObject({
    final: { verb: 'void', outcome: 'approved' },
  })
  expect(terminal.chargedMinor()).toBe(0)
})

test('ZVT: a reversal is by the number on the receipt: by the trace the terminal finds nothing, and it gives back once', async () => {
  const { sells, asks, terminal } = await together(protocols.zvt)
  const sold = await sells()
  const { trace, receipt } = sold?.kind === 'settled' ? sold.final.facts : noFacts
  if (trace === null || receipt === null) throw new Error('no numbers')
  expect(Number(receipt)).not.toBe(Number(trace))
  const byTrace = { receipt: trace.slice(-4), trace }
  expect(await asks('void', byTrace, 5 * second)).toMatchObject({ final: { outcome: 'declined' } })
  expect(terminal.chargedMinor()).toBe(8_880)
  const byReceipt = { receipt, trace }
  expect(await asks('void', byReceipt, 5 * second)).toMatchObject({
    final: { verb: 'void', outcome: 'approved', facts: { voids: trace } },
  })
  expect(await asks('void', byReceipt, 5 * second)).toMatchObject({
    final: { outcome: 'declined' },
  })
  expect(terminal.chargedMinor()).toBe(0)
})

test('the last transaction is asked for where the protocol knows it', async () => {
  const { asks, sells, terminal } = await together(protocols.nets)
  terminal.prepare('loseAnswer')
  await sells(8_880, 125 * second)
  expect(await asks('last', { reference: '261121153999' }, 5 * second)).toMatchObject({
    kind: 'settled',
    final: { verb: 'last', outcome: 'approved', facts: { amountMinor: 8_880 } },
  })
})
