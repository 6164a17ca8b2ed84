/** A card terminal's profile as a technician sets it up, but for what is told otherwise; and a counter without any device. */
import {
  skillsOf,
  terminalProfileSchema,
  type TerminalProfile,
} from '../../src-shared/contract/devices.ts'
import type { DeviceLines } from '../../src-main/engine/parts.ts'

export const terminalProfile = (told: Partial<TerminalProfile> = {}): TerminalProfile =>
  terminalProfileSchema.parse({
    id: 'terminal-1',
    name: 'Terminal',
    protocol: 'nets',
    path: 'training:nets',
    skills: [...skillsOf[told.protocol ?? 'nets']],
    ...told,
  })

export const noDevices: DeviceLines = {
  builtIn: [],
  builtInReader: null,
  mayOpen: () => false,
  open: () => Promise.reject(new Error('there is no device')),
  ports: () => Promise.resolve([]),
}
