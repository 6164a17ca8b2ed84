/** The Electron that specs run on, where this machine has one and a display for it. */
import { dirname, join } from 'node:path'
import { findElectron } from './electronBinary.ts'

export type ElectronForSpecs =
  | { readonly program: string }
  | { readonly program: null; readonly why: string }

export function electronForSpecs(): ElectronForSpecs {
  const packageDir = join(dirname(import.meta.dirname), 'node_modules/electron')
  const { env, platform } = process
  const program = findElectron({ packageDir, workDir: '', env })
  if (program === null) return { program, why: 'its binary is not here (npx install-electron)' }
  const hasDisplay = `${env['DISPLAY'] ?? ''}${env['WAYLAND_DISPLAY'] ?? ''}` !== ''
  return platform === 'linux' && !hasDisplay
    ? { program: null, why: 'there is no display (xvfb-run npm test)' }
    : { program }
}
