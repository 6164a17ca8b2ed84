/** The built main bundle, booted on a recorded Electron with a real profile, engine and database. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { calls, eventSchema, type CallName } from '../../src-shared/contract/index.ts'
import { textsIn } from '../../src-shared/texts/index.ts'
import { openSecrets } from '../../src-main/host/secrets.ts'
import { verifyFile } from '../../src-main/host/verifyFile.ts'
import { bootShell, type BootedShell } from '../harness/bootedShell.ts'
import { buildShell, type BuiltShell } from '../harness/builtShell.ts'
import { sampleInput } from '../harness/sampleInput.ts'
import { tempFolder } from '../harness/tempFolder.ts'
import { customerPage } from '../harness/testShell.ts'

let built: BuiltShell
beforeAll(async () => {
  built = await buildShell()
}, 60_000)
afterAll(() => built.remove())

const boot = (profile: string): Promise<BootedShell> =>
  bootShell(built.main, ['--profile', profile])

/** Whoever is signed in; nobody: a cashier. @returns the session */
async function signIn(shell: BootedShell): Promise<string> {
  const present = await sessionOf(shell)
  if (present !== null) return present
  const tiles = await shell.call('session.staff', {})
  if (!tiles.ok) throw new Error(tiles.failure.code)
  const cashier = tiles.value.find(({ role }) => role === 'cashier')
  if (!cashier) throw new Error('no cashier')
  const { staffId, trainingPin } = cashier
  await shell.call('session.signIn', { staffId, pin: trainingPin ?? '' })
  return (await sessionOf(shell)) ?? ''
}

async function sessionOf(shell: BootedShell): Promise<string | null> {
  const topic = await shell.call('view.topic', { topic: 'session' })
  const { value } = (topic.ok ? topic.value : {}) as { value?: { sessionId: string } | null }
  return value?.sessionId ?? null
}

describe('the start', () => {
  test('before Electron is ready: sandbox, scheme and folder; then the window, closed all round', async () => {
    const profile = tempFolder()
    const shell = await boot(profile)
    const early = await shell.look()
    expect(early).toMatchObject({
      sandboxed: true,
      schemes: ['app'],
      paths: { userData: join(profile, 'electron') },
      windows: [],
    })
    const { windows, handlers, channels, boxes } = await shell.ready()
    expect(windows).toHaveLength(1)
    expect(windows[0]).toMatchObject({
      loaded: ['app://till/'],
      guarded: true,
      options: {
        show: false,
        webPreferences: {
          sandbox: true,
          contextIsolation: true,
          nodeIntegration: false,
          webviewTag: false,
          webSecurity: true,
          partition: 'harbour-till',
          additionalArguments: ['--harbour-till-window=till'],
        },
      },
    })
    expect(windows[0]?.options.webPreferences?.preload).toBe(built.preload)
    expect(existsSync(built.preload)).toBe(true)
    expect(handlers.toSorted()).toEqual([
      'bluetoothPairing',
      'devicePermission',
      'displayMedia',
      'permissionCheck',
      'permissionRequest',
    ])
    expect(channels).toEqual(['harbour-till.call'])
    expect(boxes).toEqual([])
  })

  test('the pages of both windows are served, with the policy', async () => {
    const shell = await boot(tempFolder())
    await shell.ready()
    expect(await shell.fetch('app://till/')).toMatchObject({
      status: 200,
      body: '<title>index</title>',
      headers: {
        'content-security-policy': expect.stringContaining("default-src 'none'") as unknown,
      },
    })
    expect(await shell.fetch(customerPage)).toMatchObject({ body: '<title>customer</title>' })
    expect(await shell.fetch('app://till/main/main.js')).toMatchObject({ status: 404 })
  })

  test('a second till on the same profile shows why it does not start', async () => {
    const profile = tempFolder()
    const first = await boot(profile)
    await first.ready()
    const second = await boot(profile)
    await second.ready()
    expect(await second.call('view.topic', { topic: 'counter' })).toMatchObject({
      value: { value: { state: 'blocked', failure: { code: 'anotherTill' } } },
    })
    expect(await first.call('view.topic', { topic: 'counter' })).toMatchObject({
      value: { value: { state: 'ready' } },
    })
  })

  test('an argument that is not understood: said, exit 2, and nothing is made', async () => {
    const profile = join(tempFolder(), 'profile')
    const shell = await bootShell(built.main, ['--profile', profile, '--prot', '80'])
    expect(await shell.exited).toBe(2)
    expect(shell.said()).toContain('--prot')
    expect(shell.said()).toContain(textsIn('en').host.appArguments)
    expect(existsSync(profile)).toBe(false)
  })
})

describe('the contract', () => {
  test('every call of it crosses as a clone, and is answered by the engine without a bug', async () => {
    const shell = await boot(tempFolder())
    await shell.ready()
    const answered: Record<string, string> = {}
    const misshapen: string[] = []
    for (const name of Object.keys(calls) as CallName[]) {
      // Some calls end the session of whoever calls.
      const session = await signIn(shell)
      const input = sampleInput(calls[name].input)
      expect(calls[name].input.safeParse(input), `an input for ${name}`).toMatchObject({
        success: true,
      })
      const answer = await shell.call(name, input as never, session)
      answered[name] = answer.ok ? 'done' : answer.failure.code
      if (answer.ok && !calls[name].output.safeParse(answer.value).success) misshapen.push(name)
    }
    expect(Object.keys(answered)).toEqual(Object.keys(calls))
    const wrong = Object.entries(answered).filter(([, code]) =>
      ['bug', 'malformedCall', 'unknownCall', 'wrongWindow', 'signInNeeded'].includes(code),
    )
    expect({ wrong, misshapen }).toEqual({ wrong: [], misshapen: [] })
  }, 60_000)

  test('a day in little: shift, sale, cash; the events come, and both windows see their own', async () => {
    const profile = tempFolder()
    const shell = await boot(profile)
    await shell.ready()
    await shell.open(customerPage)
    const session = await signIn(shell)
    expect(await shell.call('shift.open', { float: {} }, session)).toMatchObject({ ok: true })
    const sale = await shell.call(
      'sale.open',
      { totalMinor: 12_850, reference: '', description: '' },
      session,
    )
    if (!sale.ok) throw new Error(sale.failure.code)
    const { saleId } = sale.value
    const paid = await shell.call('payment.takeCash', { saleId, tenderedMinor: 50_000 }, session)
    expect(paid).toMatchObject({ ok: true, value: { changeMinor: 37_150 } })

    const [till, customer] = (await shell.look()).windows
    const topicsOf = (window: typeof till): Set<string> =>
      new Set(window?.sent.map(({ message }) => eventSchema.parse(message).topic))
    expect(topicsOf(till)).toContain('sale')
    expect(topicsOf(till)).not.toContain('display')
    expect(topicsOf(customer)).not.toContain('sale')
    expect(topicsOf(customer)).not.toContain('session')
    // What is the till’s is not the customer’s to call.
    expect(await shell.call('shift.open', { float: {} }, session, customerPage)).toMatchObject({
      failure: { code: 'wrongWindow' },
    })
  })
})

describe('the end', () => {
  test('quitting in the middle of a call waits for the journal: it is whole, and the profile is free', async () => {
    const profile = tempFolder()
    const shell = await boot(profile)
    await shell.ready()
    const session = await signIn(shell)
    const opening = shell.call('shift.open', { float: {} }, session)
    const quitting = shell.quit().catch(() => undefined)
    expect(await shell.exited).toBe(0)
    await quitting
    const answer = await opening.catch(() => null)
    expect(verifyFile(profile)).toMatchObject({ ok: true })
    expect(readFileSync(join(profile, 'logs/till.log'), 'utf8')).toContain('"event":"host.closed"')

    const next = await boot(profile)
    await next.ready()
    const counter = await next.call('view.topic', { topic: 'counter' })
    const { value } = (counter.ok ? counter.value : {}) as {
      value?: { state: string; shift: unknown }
    }
    // Whoever was told that the shift is open finds it open.
    const lost = answer?.ok === true && value?.shift === null
    expect({ state: value?.state, lost }).toEqual({ state: 'ready', lost: false })
  })

  test('an exception that nobody caught: logged, said, and the end', async () => {
    const profile = tempFolder()
    // A module that is loaded with the program, and breaks a moment later.
    const breaks = join(tempFolder(), 'breaks.mjs')
    writeFileSync(
      breaks,
      `import ${JSON.stringify(built.main)}\nsetTimeout(() => { throw new Error('broken') }, 50)\n`,
    )
    const shell = await bootShell(breaks, ['--profile', profile])
    expect(await shell.exited).toBe(1)
    const log = readFileSync(join(profile, 'logs/till.log'), 'utf8')
    expect(log).toContain('"event":"host.crashed"')
    expect(log).toContain('broken')
  })
})

describe('secrets', () => {
  test('the keys are sealed by Electron’s store, and no browser host opens them', async () => {
    const profile = tempFolder()
    const shell = await boot(profile)
    await shell.ready()
    await shell.quit().catch(() => undefined)
    await shell.exited
    const file = JSON.parse(readFileSync(join(profile, 'secrets.json'), 'utf8')) as object
    expect(Object.keys(file)).toEqual(['sealed'])
    await expect(
      openSecrets({ dir: profile, firstStart: false }, null, () => undefined),
    ).rejects.toMatchObject({ failure: { code: 'secretsSealed' } })
    // And they are the same ones at the next start: the PINs still fit.
    const next = await boot(profile)
    await next.ready()
    expect(await signIn(next)).not.toBe('')
  })
})

describe('the command line', () => {
  test('verify is answered before any lock, window or folder, also while the till runs', async () => {
    const profile = tempFolder()
    const till = await boot(profile)
    await till.ready()
    const verify = await bootShell(built.main, ['verify', profile])
    expect(await verify.exited).toBe(0)
    expect(verify.said()).toMatch(/^The journal is whole: \d+ rows/u)
  })

  test('--out writes it to a file, because a program with windows may have no console', async () => {
    const profile = tempFolder()
    const out = join(tempFolder(), 'said.txt')
    const verify = await bootShell(built.main, ['verify', join(profile, 'none'), '--out', out])
    expect(await verify.exited).toBe(1)
    expect(readFileSync(out, 'utf8')).toContain('cannot be read as the database of a till')
    const lost = await bootShell(built.main, ['verify', profile, '--out', join(profile, 'no/file')])
    expect(await lost.exited).toBe(1)
    expect(lost.said()).toContain('ENOENT')
  })

  test('a verb that is used wrongly: how to use it, exit 2', async () => {
    for (const args of [['verify'], ['verify', 'a', 'b'], ['verify', 'a', '--fast']]) {
      const shell = await bootShell(built.main, args)
      expect(await shell.exited).toBe(2)
      expect(shell.said()).toContain(textsIn('en').cli.usage)
    }
  })
})
