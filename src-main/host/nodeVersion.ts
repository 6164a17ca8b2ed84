/**
 * Asked before anything else is loaded: on Node 20 the database library does not fail with a
 * message, it ends the process.
 */

/** The oldest Node with everything that the till and its parts use. */
export const neededNode = '22.12.0'

/** @param found `process.versions.node`: `24.21.0` */
export function nodeIsNewEnough(found: string): boolean {
  const [major = 0, minor = 0] = found.split('.').map(Number)
  const [neededMajor = 0, neededMinor = 0] = neededNode.split('.').map(Number)
  return major > neededMajor || (major === neededMajor && minor >= neededMinor)
}
