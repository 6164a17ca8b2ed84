/** What a person gave to the till, among what is meant for Electron. */

/** Switches of Chromium that a computer in a shop may need. They are Electron's to read. */
const chromiumSwitches = new Set([
  '--disable-gpu',
  '--force-device-scale-factor',
  '--lang',
  '--no-sandbox',
  '--ozone-platform',
  '--ozone-platform-hint',
  '--password-store',
  '--touch-events',
])

/**
 * @param argv `process.argv`. Where the app is not packaged, Electron's own switches and the
 *   app's folder come first: `electron --inspect=0 . --profile P`
 */
export function ownArguments(argv: readonly string[], packaged: boolean): readonly string[] {
  const given = argv.slice(1)
  const own = packaged
    ? given
    : given.slice(given.findIndex((argument) => !argument.startsWith('-')) + 1)
  return own.filter((argument) => !chromiumSwitches.has(argument.split('=')[0] ?? ''))
}
