/** Who may import what: the walls of the house, as docs/architecture.md draws them. */
import { computed, isIn, type Checkout, type Import, type Rule, type Source } from './checkout.ts'

const findings = (
  sources: readonly Source[],
  allowed: (imported: Import, source: Source) => boolean,
  why: string,
): string[] =>
  sources.flatMap((source) =>
    source.imports
      .filter((imported) => !allowed(imported, source))
      .map((imported) => `${source.path}:${imported.line} imports ${imported.specifier}: ${why}`),
  )

const inside = (imported: Import, ...places: readonly string[]): boolean =>
  imported.target !== null && places.some((place) => isIn(imported.target ?? '', place))

const isPackage = (imported: Import, ...names: readonly string[]): boolean =>
  imported.target === null &&
  names.some((name) => imported.specifier === name || imported.specifier.startsWith(`${name}/`))

/** zod reads what comes over the line. */
const screenLibraries = [
  'react',
  'react-dom',
  'react-aria-components',
  'lucide-react',
  'qrcode',
  'zod',
]

/** Modules of Node with which a program can listen, and the library built on them. */
const sockets = [
  'node:http',
  'node:https',
  'node:http2',
  'node:net',
  'node:dgram',
  'node:tls',
  'ws',
]
const bareSockets = sockets.map((name) => name.replace('node:', ''))

const balanceRoom = 'src-main/engine/devices/pn532'
const balanceNeeds = ['src-main/engine/parts.ts', 'src-main/engine/devices/byteLink.ts'] as const
/** Where a payment or a refund is made, settled or carried out. */
const moneyRooms = [
  'src-main/engine/payment',
  'src-main/engine/refund',
  'src-main/engine/channels',
  'src-main/engine/devices/card',
  'src-main/engine/devices/octopus',
] as const

export const importRules: readonly Rule[] = [
  {
    name: 'src-shared imports only zod and itself',
    check: (checkout) =>
      findings(
        checkout.sources('src-shared'),
        (imported) => inside(imported, 'src-shared') || isPackage(imported, 'zod'),
        'what both sides of the door need stands on nothing but zod',
      ),
    broken: [
      { 'src-shared/money.ts': "import { readFileSync } from 'node:fs'" },
      { 'src-shared/money.ts': "import type { Parts } from '../src-main/engine/parts.ts'" },
      { 'src-shared/money.ts': "export * from 'react'" },
      { 'src-shared/money.ts': "const x = await import('node:os')" },
    ],
    sound: { 'src-shared/a.ts': "import { z } from 'zod'\nimport { b } from './contract/b.ts'" },
  },
  {
    name: 'the engine imports itself, src-shared, zod, pure code and the type of a database',
    check: (checkout) =>
      findings(
        checkout.sources('src-main/engine'),
        (imported, source) =>
          inside(imported, 'src-main/engine', 'src-shared') ||
          isPackage(imported, 'zod') ||
          // Pure code about what stands on a wire.
          (isIn(source.path, 'src-main/engine/channels') &&
            isPackage(imported, 'http-message-sig', 'eventsource-parser')) ||
          (imported.specifier === 'node:crypto' &&
            imported.names.length > 0 &&
            imported.names.every((name) => name === 'createHash' || name === 'hash')) ||
          (imported.specifier === 'better-sqlite3' && imported.typeOnly),
        'the engine takes everything else as a part',
      ),
    broken: [
      { 'src-main/engine/a.ts': "import Database from 'better-sqlite3'" },
      { 'src-main/engine/a.ts': "import { createHash, randomBytes } from 'node:crypto'" },
      { 'src-main/engine/a.ts': "import * as crypto from 'node:crypto'" },
      { 'src-main/engine/a.ts': "import { createServer } from 'node:http'" },
      { 'src-main/engine/a.ts': "import { x } from '../training/channel.ts'" },
      { 'src-main/engine/deep/a.ts': "import type { Host } from '../../host/openTill.ts'" },
      { 'src-main/engine/a.ts': "export { app } from 'electron'" },
    ],
    sound: {
      'src-main/engine/journal/a.ts': [
        "import { createHash } from 'node:crypto'",
        "import type { Database } from 'better-sqlite3'",
        "import sql from './migrations/0001-first.sql?raw'",
        "import type { Result } from '../../../src-shared/result.ts'",
      ].join('\n'),
    },
  },
  {
    name: 'only shell/ and the preload import electron',
    check: (checkout) =>
      findings(
        checkout
          .sources('src-main', 'src-renderer', 'src-shared', 'src-preload', 'scripts')
          .filter(
            (source) => !isIn(source.path, 'src-main/shell') && !isIn(source.path, 'src-preload'),
          ),
        (imported) => !isPackage(imported, 'electron'),
        'Electron stays behind one wall, so that every host can run the same till',
      ),
    broken: [
      { 'src-main/host/a.ts': "import { app } from 'electron'" },
      { 'src-main/main.ts': "import type { App } from 'electron/main'" },
    ],
    sound: { 'src-main/shell/window.ts': "import { BrowserWindow } from 'electron'" },
  },
  {
    name: 'the preload imports only electron and src-shared',
    check: (checkout) =>
      findings(
        checkout.sources('src-preload'),
        (imported) =>
          isPackage(imported, 'electron') || inside(imported, 'src-shared', 'src-preload'),
        'the sandboxed preload has nothing else',
      ),
    broken: [{ 'src-preload/preload.ts': "import { readFileSync } from 'node:fs'" }],
  },
  {
    name: 'the renderer imports only src-shared, itself and its libraries for the screen',
    check: (checkout) =>
      findings(
        checkout.sources('src-renderer'),
        (imported) =>
          inside(imported, 'src-renderer', 'src-shared') || isPackage(imported, ...screenLibraries),
        'the renderer holds no truth and reaches the engine only through the contract',
      ),
    broken: [
      { 'src-renderer/state/a.ts': "import type { Parts } from '../../src-main/engine/parts.ts'" },
      { 'src-renderer/a.ts': "import { readFileSync } from 'node:fs'" },
      { 'src-renderer/a.ts': "import x from './../src-main/web/bridge.ts'" },
    ],
    sound: {
      'src-renderer/main.tsx': "import './styles/base.css'\nimport { useState } from 'react'",
    },
  },
  {
    name: 'only web/ and training/ can open a listening socket',
    check: (checkout) =>
      findings(
        checkout
          .sources('src-main', 'src-preload', 'src-shared')
          .filter(
            (source) =>
              !isIn(source.path, 'src-main/web') && !isIn(source.path, 'src-main/training'),
          ),
        (imported, source) =>
          imported.typeOnly ||
          !isPackage(imported, ...sockets, ...bareSockets) ||
          // A way out, to a device in the network; with it alone nobody can listen.
          (isIn(source.path, 'src-main/host') &&
            imported.specifier === 'node:net' &&
            imported.names.join() === 'connect'),
        'a door into the till has two places in the code, and no third',
      ),
    broken: [
      { 'src-main/serve.ts': "import { createServer } from 'node:http'" },
      { 'src-main/host/a.ts': "import { WebSocketServer } from 'ws'" },
      { 'src-main/cli.ts': "const net = require('net')" },
      { 'src-main/host/a.ts': "import { connect, createServer } from 'node:net'" },
      { 'src-main/engine/a.ts': "import { connect } from 'node:net'" },
    ],
    sound: {
      'src-main/web/server.ts': "import { createServer } from 'node:http'",
      'src-main/host/tcpCarrier.ts': "import { connect } from 'node:net'",
    },
  },
  {
    name: 'only host/ imports serialport',
    check: (checkout) =>
      findings(
        checkout
          .sources('src-main', 'src-preload', 'src-renderer', 'src-shared', 'scripts')
          .filter((source) => !isIn(source.path, 'src-main/host')),
        (imported) => !isPackage(imported, 'serialport', '@serialport'),
        'a line to a device is a part that the host brings, so that tests and training bring theirs',
      ),
    broken: [
      { 'src-main/engine/devices/a.ts': "import type { SerialPort } from 'serialport'" },
      { 'src-main/shell/a.ts': "const { SerialPort } = await import('serialport')" },
      { 'scripts/a.ts': "import { autoDetect } from '@serialport/bindings-cpp'" },
    ],
    sound: { 'src-main/host/serialCarrier.ts': "const s = await import('serialport')" },
  },
  {
    name: 'what reads the balance of an Octopus knows no payment, and no payment knows it',
    check: (checkout) => [
      ...findings(
        checkout.sources(balanceRoom),
        (imported) =>
          inside(imported, balanceRoom, 'src-main/engine/devices/card/wire.ts') ||
          (imported.typeOnly && inside(imported, ...balanceNeeds)),
        'it reads and says what it read; nothing else is in its reach',
      ),
      ...findings(
        checkout.sources(...moneyRooms),
        (imported) => !inside(imported, balanceRoom),
        'what stands on a card is no evidence of anything',
      ),
    ],
    broken: [
      { [`${balanceRoom}/a.ts`]: "import type { Evidence } from '../../payment/evidence.ts'" },
      { [`${balanceRoom}/a.ts`]: "import type { Channel } from '../../channels/channel.ts'" },
      { [`${balanceRoom}/a.ts`]: "import { openByteLink } from '../byteLink.ts'" },
      { [`${balanceRoom}/a.ts`]: "import { createOctopusReader } from '../octopus/reader.ts'" },
      { 'src-main/engine/payment/a.ts': "import type { A } from '../devices/pn532/balance.ts'" },
      { 'src-main/engine/devices/octopus/a.ts': "import { valueIn } from '../pn532/felica.ts'" },
    ],
    sound: {
      [`${balanceRoom}/a.ts`]: [
        "import type { Clock } from '../../parts.ts'",
        "import type { ByteLink } from '../byteLink.ts'",
        "import { valueIn } from './felica.ts'",
      ].join('\n'),
    },
  },
  {
    name: 'carriers do not know the simulated world',
    check: (checkout) =>
      findings(
        checkout.sources('src-main/web', 'src-main/shell', 'src-preload', 'src-renderer'),
        (imported) => !inside(imported, 'src-main/training'),
        'training is joined to the till where the parts are put together, nowhere else',
      ),
    broken: [{ 'src-main/web/a.ts': "import { pays } from '../training/channel.ts'" }],
  },
  {
    name: 'the program needs nothing of test/ or scripts/',
    check: (checkout) =>
      findings(
        checkout.sources('src-main', 'src-shared', 'src-renderer', 'src-preload'),
        (imported) => !inside(imported, 'test', 'scripts'),
        'what is shipped stands without its tools',
      ),
    broken: [{ 'src-main/host/a.ts': "import { kill } from '../../test/fault/hook.ts'" }],
  },
  {
    name: 'nothing outside the checkout is imported',
    check: (checkout) =>
      findings(
        checkout.sources(),
        (imported) => imported.target === null || !imported.target.startsWith('..'),
        'the project stands alone',
      ),
    broken: [{ 'test/unit/a.ts': "import facts from '../../../facts.json'" }],
  },
  {
    name: 'every package that a source imports is in package.json',
    check: (checkout) => {
      const known = declaredPackages(checkout)
      return findings(
        checkout.sources(),
        (imported, source) =>
          imported.target !== null ||
          imported.specifier.startsWith('node:') ||
          // The tools load what was built; the program's own rooms may not (see above).
          (imported.specifier === computed && isIn(source.path, 'scripts')) ||
          known.has(packageOf(imported.specifier)),
        'it works here only by luck',
      )
    },
    broken: [
      { 'package.json': '{"dependencies":{"zod":"1.0.0"}}', 'src-shared/a.ts': "import 'zodd'" },
      { 'package.json': '{}', 'scripts/a.ts': "import { join } from 'path'" },
    ],
    sound: {
      'package.json': '{"devDependencies":{"@a/b":"1.0.0"}}',
      'scripts/a.ts': "import x from '@a/b/deep'\nimport 'node:path'",
    },
  },
]

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

function declaredPackages(checkout: Checkout): ReadonlySet<string> {
  const manifest = JSON.parse(checkout.text('package.json')) as Partial<
    Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>
  >
  return new Set([
    ...Object.keys(manifest.dependencies ?? {}),
    ...Object.keys(manifest.devDependencies ?? {}),
    ...Object.keys(manifest.optionalDependencies ?? {}),
  ])
}
