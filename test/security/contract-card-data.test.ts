/**
 * Card numbers and PINs, looked for in everything that is stored, logged or sent: the bytes of
 * each file of the profile, each message of each page, each line of the console.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { textLimit } from '../../src-shared/contract/define.ts'
import { maskCardNumbers } from '../../src-shared/cardNumber.ts'
import type { StaffId } from '../../src-shared/ids.ts'
import { openLog } from '../../src-main/host/log.ts'
import { openTill } from '../../src-main/host/openTill.ts'
import { createPasswordHash } from '../../src-main/host/passwordHash.ts'
import type { TrainingParties } from '../../src-main/engine/parts.ts'
import { startBrowserHost } from '../../src-main/web/browserHost.ts'
import { attack, refusalOf, type Attacker } from '../harness/attacker.ts'
import { openDoor, signIn } from '../harness/fakeTill.ts'
import { placesOf, placesOfPin } from '../harness/searched.ts'
import { tempFolder } from '../harness/tempFolder.ts'
import { screens } from '../harness/testShell.ts'
import { startTestTill } from '../harness/testTill.ts'
import { noTrainer } from '../harness/noTrainer.ts'

/** Test numbers of the schemes; no bank gives them to anybody. */
const visa = '4111111111111111'
const mastercard = '5555555555554444'
const unionPay = '6205500000000000004'

describe('a card number that somebody types', () => {
  test.for([
    ['as it stands on the card', '4111 1111 1111 1111'],
    ['with the end date after it', '4111 1111 1111 1111 12/27'],
    ['with the end date and the number from its back', '4111 1111 1111 1111 12/27 123'],
    ['with the number from its back', `${visa} 123`],
    ['with the end date before it', '12/27 4111 1111 1111 1111'],
    ['after another number', '2 4111 1111 1111 1111'],
    ['with two spaces', '4111  1111  1111  1111'],
    ['with spaces that do not break', '4111\u00a01111\u00a01111\u00a01111'],
    ['with a Chinese keyboard', '４１１１　１１１１　１１１１　１１１１'],
    ['with dots', '4111.1111.1111.1111'],
    ['with long dashes', '4111–1111–1111–1111'],
    ['with strokes', '4111/1111/1111/1111'],
    ['with invisible characters, as a web page gives them', '4111\u200b1111\u200b1111\u200b1111'],
  ] as const)('%s: all but the last four are masked', ([, typed]) => {
    const plain = maskCardNumbers(typed)
      .normalize('NFKC')
      .replaceAll(/[^\d*]/gu, '')
    expect(plain).not.toContain(visa)
    expect(plain).not.toContain('411111')
    expect(plain).toContain('1111')
  })

  test('after a hundred other numbers: masked as well, and in no time', () => {
    const typed = '12 '.repeat(40) + visa
    expect(maskCardNumbers(typed)).not.toContain(visa)
    // The limit of time of every test is what fails where it took for ever.
    for (let turn = 0; turn < 1_000; turn += 1) maskCardNumbers('1 '.repeat(textLimit / 2))
  })

  test('into the log, in whatever message: masked', () => {
    const dir = tempFolder()
    openLog(dir)('error', 'bug', { problem: `Error: "${visa}" is no ${mastercard}`, port: 8080 })
    const log = readFileSync(join(dir, 'logs', 'till.log'), 'utf8')
    expect(log).toContain('************1111')
    expect(log).toContain('************4444')
    expect(log).not.toMatch(/\d{13}/u)
    expect(log).toContain('"port":8080')
  })
})

describe('a whole till, looked through', () => {
  /** The real host in a folder of its own: real files, real log, real hashes, real sockets. */
  async function realHost() {
    const profile = tempFolder()
    const said: string[] = []
    const host = await startBrowserHost({
      flags: { profile, port: 0, open: false },
      version: '1.2.3',
      rendererDir: screens(),
      openTill: (options) => openTill({ ...options, checker: new URL('file:///none.js') }),
      say: (line) => said.push(line),
    })
    onTestFinished(() => host.close())
    const address = /http:\S+/u.exec(said.join('\n'))?.[0] ?? ''
    const cookie = await signIn({ ...host, freshAddress: () => address })
    const page = (window: string): Promise<Attacker> =>
      attack({ ...host, freshAddress: () => address }, { path: `/contract/${window}`, cookie })
    return { profile, said, host, page }
  }
  const valueOf = async <T>(page: Attacker, name: string, input: unknown): Promise<T> => {
    const answer = await page.call(name, input)
    if (answer === 'dropped' || !answer.ok) throw new Error(`${name}: ${JSON.stringify(answer)}`)
    return answer.value as T
  }

  test('card numbers typed wherever a person can type: in no file, no log, no message and on no console', async () => {
    const { profile, said, host, page } = await realHost()
    const [till, customer] = [await page('till'), await page('customer')]
    type Tile = { readonly staffId: StaffId; readonly role: string; readonly trainingPin: string }
    const staff = await valueOf<Tile[]>(till, 'session.staff', {})
    const [cashier] = staff
    const supervisor = staff.find(({ role }) => role === 'supervisor')
    if (!cashier || !supervisor) throw new Error('no staff')
    // At the keypad for the PIN, whole and cut to what the keypad takes.
    for (const pin of [visa, unionPay, mastercard.slice(0, 8)]) {
      await till.call('session.signIn', { staffId: cashier.staffId, pin })
    }
    await valueOf(till, 'session.signIn', { staffId: cashier.staffId, pin: cashier.trainingPin })
    const { value: held } = await valueOf<{ readonly value: { readonly sessionId: string } }>(
      till,
      'view.topic',
      { topic: 'session' },
    )
    const by = { session: held.sessionId }
    const must = async <T>(name: string, input: unknown, more = {}): Promise<T> => {
      const answer = await till.call(name, input, { ...by, ...more })
      if (answer === 'dropped' || !answer.ok) throw new Error(`${name}: ${JSON.stringify(answer)}`)
      return answer.value as T
    }
    await must('shift.open', { float: {} })
    const description = `card 4111 1111 1111 1111, or ${mastercard}`
    const sale = await must<{ readonly saleId: string }>('sale.open', {
      totalMinor: 5_000,
      reference: '',
      description,
    })
    await must('payment.takeCash', { ...sale, tenderedMinor: 5_000 })
    const override = {
      approver: supervisor.staffId,
      pin: supervisor.trainingPin,
      reason: `he said ${unionPay}`,
    }
    const receipt = await must('receipt.reprint', sale, { override })
    expect(JSON.stringify(receipt)).toContain('card **** **** **** 1111, or ************4444')
    const history = await must<{ readonly payments: readonly { readonly paymentId: string }[] }>(
      'history.payments',
      { before: null, limit: 10 },
    )
    const { paymentId } = history.payments[0] ?? {}
    expect(JSON.stringify(await must('history.payment', { paymentId }))).toContain('*0004')
    // Where none belongs: refused, and not kept for that.
    for (const [name, input] of [
      ['sale.open', { totalMinor: Number(visa), reference: '', description: '' }],
      ['sale.cancel', { saleId: visa }],
      ['view.topic', { topic: visa }],
      ['payment.charge', { ...sale, method: visa, amountMinor: 1 }],
    ] as const) {
      expect(refusalOf(await till.call(name, input, by))).toBe('malformedCall')
    }
    await till.say(`{"callId":"${visa}"}`)
    await host.close()
    const sent = [...till.heard, ...customer.heard, ...said]
    for (const number of [visa, '4111 1111 1111 1111', mastercard, unionPay]) {
      expect(placesOf(number, profile, sent), number).toEqual([])
    }
    // Else this would look through nothing.
    expect(placesOf('card **** **** ****', profile, sent)).toEqual(
      expect.arrayContaining(['training.sqlite', 'sent']),
    )
    expect(placesOf('host.started', profile, sent)).toEqual(['logs/till.log'])
  })

  test('a card number at the keypad for the PIN: what is cut off it is not kept either', async () => {
    const { profile, said, host, page } = await realHost()
    const till = await page('till')
    type Tile = { readonly staffId: StaffId }
    const [cashier] = await valueOf<Tile[]>(till, 'session.staff', {})
    const pin = mastercard.slice(0, 8)
    await till.call('session.signIn', { staffId: cashier?.staffId, pin })
    await host.close()
    expect(placesOfPin(pin, profile, [...till.heard, ...said])).toEqual([])
  })

  test('PINs, right and wrong, at sign-in and in a consent: in no file, no log and no message, nor anything made of them without the key', async () => {
    const [right, wrong, consents, consentsNot] = ['80246813', '97531864', '60718293', '51627384']
    const logged: string[] = []
    const till = await startTestTill({
      parts: {
        passwordHash: createPasswordHash(randomBytes(32)),
        training: staffOf([
          { name: 'Cashier', role: 'cashier', pin: right },
          { name: 'Supervisor', role: 'supervisor', pin: consents },
        ]),
        log: (...line) => logged.push(JSON.stringify(line)),
      },
    })
    const web = await openDoor(till.server())
    const cookie = await signIn(web)
    const page = await attack(web, { cookie })
    const customer = await attack(web, { cookie, path: '/contract/customer' })
    const [cashier, supervisor] = ['Cashier', 'Supervisor'].map(
      (name) =>
        till
          .database()
          .prepare<[string], { staffId: StaffId }>('SELECT staffId FROM staffPerson WHERE name = ?')
          .get(name)?.staffId,
    )
    const signInAs = (pin: string) => page.call('session.signIn', { staffId: cashier, pin })
    expect(refusalOf(await signInAs(wrong))).toBe('wrongPin')
    expect(refusalOf(await signInAs(right))).toBe(null)
    await till.get('shift.open', { float: {} })
    const details = { totalMinor: 100, reference: '', description: '' }
    const { saleId } = await till.get('sale.open', details)
    await till.get('payment.takeCash', { saleId, tenderedMinor: 100 })
    const session = (await till.session())?.sessionId
    for (const [pin, refusal] of [
      [consentsNot, 'wrongPin'],
      [consents, null],
    ] as const) {
      const override = { approver: supervisor, pin, reason: 'because' }
      const answer = await page.call('receipt.reprint', { saleId }, { session, override })
      expect(refusalOf(answer)).toBe(refusal)
    }
    // Malformed all around, and right where it hurts.
    await page.call('session.signIn', { staffId: 'nobody', pin: right })
    await page.call('sale.open', { ...details, pin: right }, { session })
    await page.say(`{"callId":"x","pin":"${right}"}`)
    const sent = [...page.heard, ...customer.heard, ...logged]
    for (const pin of [right, wrong, consents, consentsNot]) {
      expect(placesOfPin(pin, till.folder, sent), pin).toEqual([])
    }
    expect(placesOf('scrypt$15$8$1$', till.folder, sent)).not.toEqual([])
    expect(placesOf('override.refused', till.folder, sent)).not.toEqual([])
  })
})

/** People whose PINs the sign-in screen does not show, as it is outside of training. */
function staffOf(people: TrainingParties['staff']): TrainingParties {
  let founded = false
  return {
    ...noTrainer,
    get staff() {
      const shown = founded ? [] : people
      founded = true
      return shown
    },
  }
}
