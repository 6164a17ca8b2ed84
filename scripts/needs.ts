/** What the tests need beside npm's packages: a browser, socat for serial lines, Chinese fonts. */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

type Need = {
  readonly what: string
  /** Debian's package. */
  readonly package: string
  readonly isThere: () => boolean
}

const installLimitMs = 10 * 60_000

function onPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, process.platform === 'win32' ? `${name}.exe` : name))
    .find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The Chromium that tests drive: `CHROMIUM` if set, else Debian's, else one on PATH. */
export function chromiumPath(): string | undefined {
  const named = process.env['CHROMIUM'] ?? ''
  if (named !== '') return isProgram(named) ? named : undefined
  const debian = '/usr/bin/chromium'
  if (isProgram(debian)) return debian
  return ['chromium', 'chromium-browser', 'google-chrome', 'chrome', 'msedge']
    .map(onPath)
    .find((path) => path !== undefined)
}

/** How tests start it. */
export const chromiumArguments = (): string[] => [
  // Chromium's sandbox does not run as root, which is what build machines are.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
]

function hasChineseFonts(): boolean {
  if (process.platform !== 'linux') return true
  const says = (program: string, ...args: readonly string[]): string =>
    spawnSync(program, args, { encoding: 'utf8', timeout: 30_000 }).stdout ?? ''
  return (
    says('fc-list', ':lang=zh-tw').trim() !== '' ||
    says('dpkg-query', '-W', '-f=${db:Status-Abbrev}', 'fonts-noto-cjk').startsWith('ii')
  )
}

const needs: readonly Need[] = [
  {
    what: 'Chromium (or set CHROMIUM to a Chrome, Chromium or Edge)',
    package: 'chromium',
    isThere: () => chromiumPath() !== undefined,
  },
  {
    what: 'socat, to join two ends of a serial line',
    package: 'socat',
    isThere: () => process.platform === 'win32' || onPath('socat') !== undefined,
  },
  { what: 'fonts with Chinese', package: 'fonts-noto-cjk', isThere: hasChineseFonts },
]

/**
 * Sees to it that everything is there: as root on Debian by installing what is missing, else
 * by naming it.
 * @returns what to tell the person, or null if nothing is missing any more
 */
export function provideNeeds(): string | null {
  const missing = needs.filter((need) => !need.isThere())
  if (missing.length === 0) return null
  const packages = missing.map((need) => need.package)
  const mayInstall = existsSync('/etc/debian_version') && process.getuid?.() === 0
  const output = mayInstall ? install(packages) : ''
  const still = missing.filter((need) => !need.isThere())
  if (still.length === 0) return null
  return [
    output,
    'The tests need, and this machine lacks:',
    ...still.map((need) => `  ${need.what}`),
    `On Debian: sudo apt-get update && sudo apt-get install ${packages.join(' ')}`,
  ]
    .join('\n')
    .trim()
}

function install(packages: readonly string[]): string {
  console.log(`Installing from Debian: ${packages.join(', ')}`)
  const apt = (...args: readonly string[]): string => {
    const ran = spawnSync('apt-get', args, {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: installLimitMs,
    })
    return ran.status === 0 ? '' : `apt-get ${args.join(' ')}:\n${ran.stdout}${ran.stderr}`
  }
  return apt('update') + apt('install', '--yes', '--no-install-recommends', ...packages)
}
