/** Electron's own installer in a folder of the test's, and a mirror on loopback to fetch from. */
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { onTestFinished } from 'vitest'
import { electronVersion, type ElectronPlace } from '../../scripts/electronBinary.ts'
import { tempFolder } from './tempFolder.ts'

const packages = join(import.meta.dirname, '../../node_modules')
export const version = electronVersion(join(packages, 'electron'))
const archive = `electron-v${version}-linux-x64.zip`

/** A program that says its version, where Electron's would be two hundred megabytes. */
export const tinyBinary = zipOf({
  version,
  electron: `#!/bin/sh\nexit 0\n`,
})

/**
 * @param env of the installer; a mirror's address among it
 * @param checked the archive whose hash the package knows
 */
export function installerWith(
  env: Readonly<Record<string, string>>,
  checked: Buffer = tinyBinary,
): ElectronPlace {
  const folder = tempFolder()
  const packageDir = join(folder, 'node_modules/electron')
  mkdirSync(packageDir, { recursive: true })
  for (const file of ['package.json', 'install.js']) {
    cpSync(join(packages, 'electron', file), join(packageDir, file))
  }
  const hash = createHash('sha256').update(checked).digest('hex')
  writeFileSync(join(packageDir, 'checksums.json'), JSON.stringify({ [archive]: hash }))
  for (const scope of ['@electron', '@electron-internal']) {
    symlinkSync(join(packages, scope), join(folder, 'node_modules', scope))
  }
  return {
    packageDir,
    workDir: join(folder, 'work'),
    env: {
      PATH: process.env['PATH'],
      ELECTRON_INSTALL_PLATFORM: 'linux',
      ELECTRON_INSTALL_ARCH: 'x64',
      electron_config_cache: join(folder, 'cache'),
      ...env,
    },
  }
}

/** @returns its address, as `ELECTRON_MIRROR` wants it */
export async function mirror(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** A zip archive with nothing compressed. APPNOTE.TXT of PKWARE, 4.3.7, 4.3.12 and 4.3.16. */
function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = []
  const entries: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(files)) {
    const [path, content] = [Buffer.from(name), Buffer.from(text)]
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(content.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(path.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, path, content])
    const rest = Buffer.alloc(14)
    // The rights of a program, as Unix writes them: rwxr-xr-x.
    rest.writeUInt32LE(0o100755 * 65_536, 6)
    rest.writeUInt32LE(offset, 10)
    const maker = Buffer.from([20, 3])
    entries.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), maker, common, rest, path]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}
