import { describe, expect, test } from 'vitest'
import type { StaffTile } from '../../src-shared/contract/counter.ts'
import type { SaleId } from '../../src-shared/ids.ts'
import { startTestTill, type TestTill } from '../harness/testTill.ts'

/** A cashier at the till, and a paid sale whose receipt is to be printed again. */
async function paidSale(): Promise<{ till: TestTill; saleId: SaleId; people: StaffTile[] }> {
  const till = await startTestTill()
  await till.ready()
  const { saleId } = await till.get('sale.open', {
    totalMinor: 5_000,
    reference: '',
    description: '',
  })
  await till.get('payment.takeCash', { saleId, tenderedMinor: 5_000 })
  const people = await till.get('session.staff', {})
  return { till, saleId, people }
}

const one = (people: readonly StaffTile[], role: StaffTile['role']): StaffTile => {
  const found = people.find((person) => person.role === role)
  if (!found) throw new Error(`no ${role}`)
  return found
}

const consentOf = ({ staffId, trainingPin }: StaffTile, reason = 'The paper tore') => ({
  approver: staffId,
  pin: trainingPin ?? '',
  reason,
})

describe('what a cashier may not do alone', () => {
  test('needs a consent, and nothing happens without it', async () => {
    const { till, saleId } = await paidSale()
    const before = till.rows().length
    const answer = await till.call('receipt.reprint', { saleId })
    expect(answer).toEqual({
      ok: false,
      failure: { code: 'overrideNeeded', facts: { permission: 'reprint' } },
    })
    expect(till.rows()).toHaveLength(before)
  })

  test.for(['supervisor', 'manager'] as const)(
    'a %s consents in place: who asked, who consented, to what and why is journaled with it',
    async (role) => {
      const { till, saleId, people } = await paidSale()
      const approver = one(people, role)
      const session = await till.session()
      const answer = await till.call(
        'receipt.reprint',
        { saleId },
        { override: consentOf(approver) },
      )
      expect(answer.ok).toBe(true)
      const [given, done] = till.rows().slice(-2)
      expect(given?.kind).toBe('override.given')
      expect(given?.subject).toBe(saleId)
      expect(JSON.parse(given?.body ?? '')).toMatchObject({
        by: session?.staffId,
        approver: approver.staffId,
        permission: 'reprint',
        call: 'receipt.reprint',
        reason: 'The paper tore',
      })
      expect(done?.kind).toBe('receipt.reprinted')
      expect(await till.session()).toEqual(session)
    },
  )

  test('whoever asked stays who he is: the consent holds for this one call', async () => {
    const { till, saleId, people } = await paidSale()
    const override = consentOf(one(people, 'supervisor'))
    await till.call('receipt.reprint', { saleId }, { override })
    const again = await till.call('receipt.reprint', { saleId })
    expect(again).toMatchObject({ ok: false, failure: { code: 'overrideNeeded' } })
  })

  test('the same press twice consents once', async () => {
    const { till, saleId, people } = await paidSale()
    const how = { override: consentOf(one(people, 'supervisor')), callId: till.newCallId() }
    const both = await Promise.all([
      till.call('receipt.reprint', { saleId }, how),
      till.call('receipt.reprint', { saleId }, how),
    ])
    expect(both[0]).toEqual(both[1])
    expect(till.kinds().filter((kind) => kind === 'override.given')).toHaveLength(1)
    expect(till.kinds().filter((kind) => kind === 'receipt.reprinted')).toHaveLength(1)
  })

  test('the journal holds no PIN, and no card number that somebody typed as a reason', async () => {
    const { till, saleId, people } = await paidSale()
    const override = consentOf(one(people, 'supervisor'), 'card 4111 1111 1111 1111 declined')
    await till.call('receipt.reprint', { saleId }, { override })
    const all = JSON.stringify(till.rows().map(({ body }) => body))
    expect(all).not.toContain('4111 1111')
    expect(all).toContain('card **** **** **** 1111 declined')
    expect(all).not.toMatch(/"pin"/u)
  })
})

describe('a consent that is none', () => {
  test('of the cashier himself, of another cashier, or of nobody', async () => {
    const { till, saleId, people } = await paidSale()
    const session = await till.session()
    const own = people.find(({ staffId }) => staffId === session?.staffId)
    const other = people.find(({ role, staffId }) => role === 'cashier' && staffId !== own?.staffId)
    if (!own || !other) throw new Error('two cashiers are needed')
    for (const person of [own, other, { ...own, staffId: saleId as never }]) {
      const answer = await till.call('receipt.reprint', { saleId }, { override: consentOf(person) })
      expect(answer).toMatchObject({ ok: false, failure: { code: 'overrideNotAllowed' } })
    }
    expect(till.kinds()).not.toContain('receipt.reprinted')
  })

  test('a wrong PIN does nothing, is journaled, and locks as at sign-in: both count together', async () => {
    const { till, saleId, people } = await paidSale()
    const supervisor = one(people, 'supervisor')
    const wrong = { ...consentOf(supervisor), pin: '9999' }
    for (const code of ['wrongPin', 'wrongPin'] as const) {
      const answer = await till.call('receipt.reprint', { saleId }, { override: wrong })
      expect(answer).toMatchObject({ ok: false, failure: { code } })
    }
    for (const code of ['wrongPin', 'wrongPin', 'lockedOut'] as const) {
      const { staffId } = supervisor
      const answer = await till.call(
        'session.signIn',
        { staffId, pin: '9999' },
        { window: 'manager' },
      )
      expect(answer).toMatchObject({ ok: false, failure: { code } })
    }
    const answer = await till.call(
      'receipt.reprint',
      { saleId },
      { override: consentOf(supervisor) },
    )
    expect(answer).toMatchObject({ ok: false, failure: { code: 'lockedOut' } })
    expect(till.kinds().filter((kind) => kind === 'override.refused')).toHaveLength(2)
    expect(till.kinds()).not.toContain('receipt.reprinted')
    await till.clock.pass(31_000)
    const later = await till.call(
      'receipt.reprint',
      { saleId },
      { override: consentOf(supervisor) },
    )
    expect(later.ok).toBe(true)
  })

  test('for what no consent opens: a supervisor cannot lend what he does not have', async () => {
    const { till, people } = await paidSale()
    const approvers = await till.get('override.approvers', { permission: 'manageStaff' })
    expect(approvers.map(({ role }) => role)).toEqual(['manager'])
    const own = await till.session()
    const forReprint = await till.get('override.approvers', { permission: 'reprint' })
    expect(forReprint.map(({ role }) => role).toSorted()).toEqual(['manager', 'supervisor'])
    expect(forReprint.map(({ staffId }) => staffId)).not.toContain(own?.staffId)
    expect(people.length).toBeGreaterThan(forReprint.length)
  })

  test('to something that is refused anyway leaves no row', async () => {
    const { till, people } = await paidSale()
    const { saleId } = await till.get('sale.open', {
      totalMinor: 100,
      reference: '',
      description: '',
    })
    const before = till.rows().length
    const override = consentOf(one(people, 'supervisor'))
    const answer = await till.call('receipt.reprint', { saleId }, { override })
    expect(answer).toMatchObject({ ok: false, failure: { code: 'receiptUnknown' } })
    expect(till.rows()).toHaveLength(before)
  })

  test('of a cashier who was signed out while the PIN was checked', async () => {
    let checked: (() => void) | undefined
    const till = await startTestTill({
      parts: {
        passwordHash: {
          hash: (secret) => Promise.resolve(`plain ${secret}`),
          verify: (secret, hash) =>
            new Promise((resolve) => {
              checked = () => resolve(hash === `plain ${secret}`)
              if (secret === '1111') checked()
            }),
        },
      },
    })
    const people = await till.get('session.staff', {})
    const cashier = people.find(({ trainingPin }) => trainingPin === '1111')
    if (!cashier) throw new Error('no cashier')
    await till.get('session.signIn', { staffId: cashier.staffId, pin: '1111' })
    await till.get('shift.open', { float: {} })
    const { saleId } = await till.get('sale.open', {
      totalMinor: 100,
      reference: '',
      description: '',
    })
    await till.get('payment.takeCash', { saleId, tenderedMinor: 100 })
    const asked = till.call(
      'receipt.reprint',
      { saleId },
      { override: consentOf(one(people, 'supervisor')) },
    )
    await till.get('session.signOut', {})
    checked?.()
    expect(await asked).toMatchObject({ ok: false, failure: { code: 'signInNeeded' } })
    expect(till.kinds()).not.toContain('receipt.reprinted')
  })
})
