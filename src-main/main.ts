/** Electron entry. Puts the parts together, nothing else. */
import { fileURLToPath } from 'node:url'
import { fill, textsIn } from '../src-shared/texts/index.ts'
import { hasVerb, runCommandLine } from './host/commandLine.ts'
import { readAppFlags, type AppFlags } from './host/flags.ts'
import { openLog } from './host/log.ts'
import { openTill } from './host/openTill.ts'
import { profileFolder } from './host/profile.ts'
import { languageOfSystem } from './host/systemLanguage.ts'
import { version } from './host/version.ts'
import { ownArguments } from './shell/arguments.ts'
import { electron } from './shell/electron.ts'
import { startShell } from './shell/shell.ts'
import { userDataIn } from './shell/userData.ts'

const { app, dialog } = electron
const [LANG] = app.getPreferredSystemLanguages()
const texts = textsIn(languageOfSystem({ LANG }))
const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

function start({ profile, smoke }: AppFlags): void {
  // Every file that the till makes is its owner's only.
  process.umask(0o077)
  const profileDir = profileFolder(profile)
  const userDataDir = userDataIn(profileDir)
  const log = openLog(profileDir)
  const crash = (error: unknown): void => {
    const reference = Date.now().toString(36)
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
    log('error', 'host.crashed', { reference, stack })
    if (!smoke) dialog.showErrorBox('Harbour Till', fill(texts.host.appCrashed, { reference }))
    app.exit(1)
  }
  // Electron would go on after a box of its own: an engine that broke must not.
  process.on('uncaughtException', crash)
  process.on('unhandledRejection', crash)
  startShell(electron, {
    userDataDir,
    rendererDir: beside('../renderer'),
    preload: beside('../preload/preload.cjs'),
    version,
    platform: process.platform,
    smoke,
    texts: texts.host,
    log,
    say: (line) => console.log(line),
    openTill: (seal) =>
      openTill({ profileDir, version, log, seal, checker: new URL('checker.js', import.meta.url) }),
    now: Date.now,
  })
}

// Before Electron is ready, and before any lock or window: the shipped program is its own command
// line, because the fuse by which Electron would be a plain Node is off.
const args = ownArguments(process.argv, app.isPackaged)
if (hasVerb(args)) {
  const { exitCode, text } = await runCommandLine(args, texts.cli)
  console[exitCode === 0 ? 'log' : 'error'](text)
  app.exit(exitCode)
} else {
  const read = readAppFlags(args)
  if (read.ok) start(read.flags)
  else {
    console.error(fill(texts.host.argumentUnknown, { argument: read.argument }))
    console.error(texts.host.appArguments)
    app.exit(2)
  }
}
