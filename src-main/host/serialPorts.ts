/**
 * Which serial ports this computer has, for whoever sets up a device: each by a path that stays
 * that of the same device, and a name that is also on its label.
 */
import { readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'

export type PortFound = {
  /** The one to keep: on Linux the link by id where there is one; `COM3`; on a Mac `/dev/tty.*`. */
  readonly path: string
  /** Maker, product and serial number, as far as the device tells them; else its path. */
  readonly name: string
}

/** What the library tells of a port. */
type Listed = {
  readonly path: string
  readonly manufacturer?: string | undefined
  readonly serialNumber?: string | undefined
  /** On Linux the name of its link by id; two of the same make without serial numbers share it. */
  readonly pnpId?: string | undefined
  /** On Windows, as its device manager shows it. */
  readonly friendlyName?: string
}

export type PortSources = {
  readonly list: () => Promise<readonly Listed[]>
  /** The names in a folder; none where it is not there. */
  readonly namesIn: (folder: string) => Promise<readonly string[]>
  /** What a link leads to in the end. */
  readonly leadsTo: (link: string) => Promise<string>
}

const portsMost = 64
const nameMost = 100
const listWithinMs = 5_000

const byId = '/dev/serial/by-id'
/** By the socket that it is plugged into. */
const byPath = '/dev/serial/by-path'

const thisComputer: PortSources = {
  async list() {
    const { SerialPort } = await import('serialport')
    return SerialPort.list()
  },
  namesIn: (folder) => readdir(folder).catch(() => []),
  leadsTo: (link) => realpath(link),
}

/** At most 64, those first that tell who they are. Never rejects: what cannot be listed can still be typed. */
export async function listPorts(
  sources: PortSources = thisComputer,
): Promise<readonly PortFound[]> {
  const listed = await withinLimit(sources.list()).catch(() => [])
  const [ids, sockets] = await Promise.all([linksIn(sources, byId), linksIn(sources, byPath)])
  // Without `udevadm` the library finds nothing on Linux, and does not always say so.
  const found = listed.length > 0 ? listed : await fromFolders(sources, ids)
  const named = found.map((port) => ({ port, name: nameOf(port) }))
  const tells = ({ name }: (typeof named)[number]): number => Number(name !== null)
  return named
    .toSorted((a, b) => tells(b) - tells(a))
    .slice(0, portsMost)
    .map(({ port, name }) => ({
      path: stablePath(port, found, ids, sockets),
      name: (name ?? port.path).slice(0, nameMost),
    }))
}

/** `udevadm` has been seen to hang. */
async function withinLimit<A>(work: Promise<A>): Promise<A> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no list in time')), listWithinMs)
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}

/** From device to link. */
async function linksIn(
  { namesIn, leadsTo }: PortSources,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const links = (await namesIn(folder)).slice(0, portsMost).map((name) => join(folder, name))
  const pairs = links.map(async (link) => [await leadsTo(link).catch(() => link), link] as const)
  return new Map(await Promise.all(pairs))
}

async function fromFolders(
  { namesIn }: PortSources,
  ids: ReadonlyMap<string, string>,
): Promise<readonly Listed[]> {
  const named = Array.from(ids, ([path, link]) => ({ path, pnpId: link.slice(byId.length + 1) }))
  const bare = (await namesIn('/dev'))
    .filter((name) => /^tty(?:S|USB|ACM)\d+$/u.test(name))
    .map((name) => join('/dev', name))
    .filter((path) => !ids.has(path))
  const inTurn = bare.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  // Nearly every computer has many of ttyS, and nothing behind them.
  const onBoard = inTurn.filter((path) => path.startsWith('/dev/ttyS'))
  const plugged = inTurn.filter((path) => !onBoard.includes(path))
  return [...named, ...[...plugged, ...onBoard].map((path) => ({ path }))]
}

function stablePath(
  port: Listed,
  all: readonly Listed[],
  ids: ReadonlyMap<string, string>,
  sockets: ReadonlyMap<string, string>,
): string {
  const isShared = all.some((one) => one !== port && one.pnpId === port.pnpId)
  // Shared, the link by id leads to whichever of them was plugged in last.
  return (isShared ? undefined : ids.get(port.path)) ?? sockets.get(port.path) ?? port.path
}

/** @returns null: it does not tell */
function nameOf({ pnpId, friendlyName, manufacturer, serialNumber }: Listed): string | null {
  const link = /^usb-(.+?)(?:-if\d+)?(?:-port\d+)?$/u.exec(pnpId ?? '')?.[1]
  const words = link === undefined ? [friendlyName ?? manufacturer, serialNumber] : [link]
  const name = words.filter((word) => word !== undefined).join(' ')
  // The device says it, and a screen shows it.
  const plain = name.replaceAll(/[\p{C}_\s]+/gu, ' ').trim()
  return plain === '' ? null : plain
}
