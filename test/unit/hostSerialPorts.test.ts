/** The list of ports: paths that stay, names that people know, and a way without `udevadm`. */
import { existsSync, readdirSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { listPorts, type PortSources } from '../../src-main/host/serialPorts.ts'

const ftdi = 'usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0'

/** A computer with these files and links. */
const computer = (
  list: PortSources['list'],
  folders: Readonly<Record<string, readonly string[]>> = {},
  links: Readonly<Record<string, string>> = {},
): PortSources => ({
  list,
  namesIn: (folder) => Promise.resolve(folders[folder] ?? []),
  leadsTo: (link) => {
    const device = links[link]
    return device === undefined ? Promise.reject(new Error('dangling')) : Promise.resolve(device)
  },
})
const noUdev = (): Promise<never> => Promise.reject(new Error('spawn udevadm ENOENT'))

test('on Linux the path is the link by id, and the name is what stands on the device', async () => {
  const sources = computer(
    () =>
      Promise.resolve([
        { path: '/dev/ttyS0' },
        { path: '/dev/ttyUSB0', manufacturer: 'FTDI', serialNumber: 'A50285BI', pnpId: ftdi },
      ]),
    { '/dev/serial/by-id': [ftdi] },
    { [`/dev/serial/by-id/${ftdi}`]: '/dev/ttyUSB0' },
  )
  expect(await listPorts(sources)).toEqual([
    { path: `/dev/serial/by-id/${ftdi}`, name: 'FTDI FT232R USB UART A50285BI' },
    { path: '/dev/ttyS0', name: '/dev/ttyS0' },
  ])
})

test('two devices that cannot be told apart have the paths of their sockets', async () => {
  const pnpId = 'usb-Prolific_Technology_Inc._USB-Serial_Controller-if00-port0'
  const sources = computer(
    () =>
      Promise.resolve([
        { path: '/dev/ttyUSB0', pnpId },
        { path: '/dev/ttyUSB1', pnpId },
      ]),
    { '/dev/serial/by-id': [pnpId], '/dev/serial/by-path': ['left', 'right'] },
    {
      [`/dev/serial/by-id/${pnpId}`]: '/dev/ttyUSB1',
      '/dev/serial/by-path/left': '/dev/ttyUSB0',
      '/dev/serial/by-path/right': '/dev/ttyUSB1',
    },
  )
  expect((await listPorts(sources)).map(({ path }) => path)).toEqual([
    '/dev/serial/by-path/left',
    '/dev/serial/by-path/right',
  ])
})

test('Windows and Mac name a port in their own way', async () => {
  const sources = computer(() =>
    Promise.resolve([
      { path: 'COM3', manufacturer: 'FTDI', friendlyName: 'USB Serial Port (COM3)' },
      { path: '/dev/tty.usbserial-1', manufacturer: 'Ingenico', serialNumber: '0042' },
    ]),
  )
  expect(await listPorts(sources)).toEqual([
    { path: 'COM3', name: 'USB Serial Port (COM3)' },
    { path: '/dev/tty.usbserial-1', name: 'Ingenico 0042' },
  ])
})

test.for([
  ['fails', noUdev],
  ['finds nothing', () => Promise.resolve([])],
] as const)('where the library %s, links and device files are listed', async ([, list]) => {
  const sources = computer(
    list,
    {
      '/dev/serial/by-id': [ftdi],
      '/dev': ['tty', 'tty1', 'ttyS10', 'ttyS2', 'ttyUSB0', 'ttyUSB1', 'ttyACM0', 'ttyprintk'],
    },
    { [`/dev/serial/by-id/${ftdi}`]: '/dev/ttyUSB0' },
  )
  expect((await listPorts(sources)).map(({ path }) => path)).toEqual([
    `/dev/serial/by-id/${ftdi}`,
    '/dev/ttyACM0',
    '/dev/ttyUSB1',
    '/dev/ttyS2',
    '/dev/ttyS10',
  ])
})

test('a list that never comes is not waited for', async () => {
  vi.useFakeTimers()
  const found = listPorts(computer(() => new Promise(() => undefined), { '/dev': ['ttyUSB0'] }))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(await found).toEqual([{ path: '/dev/ttyUSB0', name: '/dev/ttyUSB0' }])
  vi.useRealTimers()
})

test('there are at most 64, those first that tell who they are; names are bounded and plain', async () => {
  const bare = Array.from({ length: 100 }, (_, place) => ({ path: `/dev/ttyS${place}` }))
  const told = { path: '/dev/ttyUSB0', manufacturer: `A\u0007\n${'b'.repeat(500)}` }
  const found = await listPorts(computer(() => Promise.resolve([...bare, told])))
  expect(found).toHaveLength(64)
  expect(found[0]?.path).toBe('/dev/ttyUSB0')
  expect(found[0]?.name).toMatch(/^A b{98}$/u)
})

test('this computer without udevadm: what stands in /dev is found', async (context) => {
  if (!existsSync('/dev/ttyS0')) context.skip('this computer has no /dev/ttyS0')
  vi.stubEnv('PATH', '')
  const found = await listPorts()
  expect(found.map(({ path }) => path)).toContain('/dev/ttyS0')
  expect(found.length).toBeLessThanOrEqual(readdirSync('/dev').length)
})
