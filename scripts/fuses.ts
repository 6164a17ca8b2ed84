/**
 * Electron's fuses: abilities of the binary that are switched for good when the app is packed.
 * Each is stated. One that a newer Electron adds is missing here, and does not compile; one that
 * only the binary knows is refused when it is flipped.
 */
import { FuseV1Options, FuseVersion, type FuseConfig } from '@electron/fuses'

export const fuses = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  // Whoever can start the till must not be able to run programs of his own in its name.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // Nor change the program: it is loaded from its archive, whose hash is in the binary.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // Our pages come by app://. A file:// page would be somebody else's.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // What our pages keep is in memory; what is ever written is not plain.
  [FuseV1Options.EnableCookieEncryption]: true,
  // A WebAssembly program that reads beyond its memory is stopped by the processor.
  [FuseV1Options.WasmTrapHandlers]: true,
} as const satisfies FuseConfig & { readonly strictlyRequireAllFuses: true }
