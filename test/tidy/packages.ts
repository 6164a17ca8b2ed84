/** What the project takes from others, and what it must not carry with it. */
import { z } from 'zod'
import { matches, type Checkout, type Rule } from './checkout.ts'

const names = z.record(z.string(), z.string())
const manifestSchema = z.object({
  scripts: names.default({}),
  dependencies: names.default({}),
  devDependencies: names.default({}),
  optionalDependencies: names.default({}),
})
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
})

const manifest = (checkout: Checkout): z.infer<typeof manifestSchema> =>
  manifestSchema.parse(JSON.parse(checkout.text('package.json')))

const lock = (checkout: Checkout): z.infer<typeof lockSchema> =>
  lockSchema.parse(JSON.parse(checkout.text('package-lock.json')))

function allDependencies(checkout: Checkout): (readonly [string, string])[] {
  const { dependencies, devDependencies, optionalDependencies } = manifest(checkout)
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
}

/** A file that was taken as text although it is none has a NUL. */
const textFiles = (checkout: Checkout): [string, string][] =>
  Array.from(checkout.files).filter(([, text]) => !text.includes('\0'))

// Joined here, so that this file does not hold what it looks for.
const homes = new RegExp(
  ['/(?:home|Users)/[a-z][\\w.-]*/', '/(?:root|work)/[\\w.-]', '[A-Z]:\\\\Users\\\\'].join('|'),
  'gu',
)
const hosts = new RegExp(
  ['registry\\.(?:npmjs|yarnpkg)', 'npm\\.pkg\\.github', '(?:deb|security|ftp)\\.debian'].join('|'),
  'gu',
)

export const packageRules: readonly Rule[] = [
  {
    name: 'package.json names exact versions',
    check: (checkout) =>
      allDependencies(checkout)
        .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/u.test(version))
        .map(([name, version]) => `package.json:1 ${name} ${version}: name one version`),
    broken: [
      { 'package.json': '{"dependencies":{"zod":"^4.0.0"}}' },
      { 'package.json': '{"devDependencies":{"zod":"latest"}}' },
    ],
    sound: { 'package.json': '{"dependencies":{"zod":"4.0.0-beta.1"}}' },
  },
  {
    name: 'no npm script counts on pre or post scripts, which .npmrc turns off',
    check: (checkout) => {
      const scripts = Object.keys(manifest(checkout).scripts)
      return scripts
        .filter((name) =>
          scripts.some((other) => name === `pre${other}` || name === `post${other}`),
        )
        .concat(scripts.filter((name) => /^(?:pre|post)?(?:install|prepare)$/u.test(name)))
        .map((name) => `package.json:1 script ${name} never runs: call the step by name`)
    },
    broken: [
      { 'package.json': '{"scripts":{"build":"x","prebuild":"y"}}' },
      { 'package.json': '{"scripts":{"postinstall":"x"}}' },
    ],
    sound: { 'package.json': '{"scripts":{"preview":"x","build":"y"}}' },
  },
  {
    name: 'the lock file has a hash for every package and no download address',
    check: (checkout) =>
      Object.entries(lock(checkout).packages).flatMap(([path, entry]) => {
        if (path === '') return []
        const wrong: string[] = []
        if (entry.resolved !== undefined) wrong.push(`package-lock.json:1 ${path} has an address`)
        if (entry.integrity === undefined) wrong.push(`package-lock.json:1 ${path} has no hash`)
        return wrong
      }),
    broken: [
      { 'package-lock.json': '{"packages":{"node_modules/a":{"integrity":"x","resolved":"y"}}}' },
      { 'package-lock.json': '{"packages":{"node_modules/a":{}}}' },
    ],
    sound: { 'package-lock.json': '{"packages":{"":{},"node_modules/a":{"integrity":"x"}}}' },
  },
  {
    name: 'nothing runs a script while it is installed',
    check: (checkout) =>
      /^ignore-scripts=true$/mu.test(checkout.text('.npmrc'))
        ? []
        : [
            '.npmrc:1 ignore-scripts=true is missing: an install needs no compiler and runs no code',
          ],
    broken: [{ '.npmrc': 'save-exact=true\n' }],
    sound: { '.npmrc': 'save-exact=true\nignore-scripts=true\n' },
  },
  {
    name: 'docs/dependencies.md has a line for every dependency, and for nothing else',
    check: (checkout) => {
      const page = checkout.text('docs/dependencies.md')
      const described = Array.from(page.matchAll(/^\| `([^`]+)`/gmu), (match) => match[1] ?? '')
      const present = allDependencies(checkout).map(([name]) => name)
      return [
        ...present
          .filter((name) => !described.includes(name))
          .map((name) => `docs/dependencies.md:1 says nothing of ${name}`),
        ...described
          .filter((name) => !present.includes(name))
          .map((name) => `docs/dependencies.md:1 describes ${name}, which package.json lacks`),
      ]
    },
    broken: [
      { 'package.json': '{"dependencies":{"zod":"1.0.0"}}', 'docs/dependencies.md': '' },
      { 'package.json': '{}', 'docs/dependencies.md': '| `zod` | schemas |' },
    ],
    sound: {
      'package.json': '{"dependencies":{"zod":"1.0.0"}}',
      'docs/dependencies.md': '| `zod` | schemas |',
    },
  },
  {
    name: "no file names a path of somebody's machine",
    check: (checkout) =>
      textFiles(checkout).flatMap(([path, text]) =>
        matches(path, text, homes, 'a path of one machine'),
      ),
    broken: [
      { 'README.md': ['see ', 'home', 'ann', 'till'].join('/') },
      { 'scripts/a.ts': `const a = '${['', 'work', 'main'].join('/')}'` },
      { 'docs/a.md': ['C:', 'Users', 'ann'].join('\\') },
    ],
    sound: { 'README.md': 'under /usr/bin/chromium, /etc/harbour-till or ~/' },
  },
  {
    name: 'no file names the host of a package registry',
    check: (checkout) =>
      textFiles(checkout).flatMap(([path, text]) => matches(path, text, hosts, 'a registry')),
    broken: [{ '.npmrc': `registry=https://${['registry', 'npmjs', 'org'].join('.')}` }],
  },
]
