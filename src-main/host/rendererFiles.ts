/**
 * The files of the built screens. They are listed and read once, at the start: a path that is
 * not in the list leads nowhere, whatever dots and escapes it has, and an upgrade under a
 * running till does not mix two versions.
 */
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

export type RendererFile = {
  readonly content: Buffer
  readonly type: string
  /** The `Cache-Control` to send. */
  readonly caching: string
}

/** By the path of the request, exactly as it comes: `/assets/index-B3x1.js`. */
export type RendererFiles = ReadonlyMap<string, RendererFile>

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wav': 'audio/wav',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/**
 * @param folder what `npm run build` made of `src-renderer`
 * @throws the system's error where the folder cannot be read
 */
export async function readRendererFiles(folder: string): Promise<RendererFiles> {
  const paths = await pathsIn(folder, '')
  const read = paths.map(async (path): Promise<[string, RendererFile]> => {
    const type = types[extname(path)] ?? 'application/octet-stream'
    return [
      path,
      { content: await readFile(join(folder, path)), type, caching: caching(path, type) },
    ]
  })
  return new Map(await Promise.all(read))
}

/**
 * Folder by folder: `recursive` does not see into the archive that Electron loads programs from.
 * A link is neither file nor folder here: nothing outside of the folder is ever served.
 */
async function pathsIn(folder: string, path: string): Promise<string[]> {
  const entries = await readdir(join(folder, path), { withFileTypes: true })
  const paths = entries.map(async (entry): Promise<string[]> => {
    const inner = `${path}/${entry.name}`
    if (entry.isDirectory()) return pathsIn(folder, inner)
    return entry.isFile() ? [inner] : []
  })
  return (await Promise.all(paths)).flat()
}

function caching(path: string, type: string): string {
  if (type.startsWith('text/html')) return 'no-store'
  // The build puts a hash of the content into the name of everything under /assets.
  if (path.startsWith('/assets/')) return 'private, max-age=31536000, immutable'
  return 'no-cache'
}
