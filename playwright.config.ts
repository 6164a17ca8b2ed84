/** Specs that drive the real till, one project per host that carries it. */
import { defineConfig } from '@playwright/test'
import { electronForSpecs } from './scripts/electronForSpecs.ts'
import { chromiumArguments, chromiumPath } from './scripts/needs.ts'
import type { HostOptions } from './test/e2e/hosts.ts'

const executablePath = chromiumPath()
const electron = electronForSpecs()

export default defineConfig<HostOptions>({
  testDir: 'test/e2e',
  outputDir: 'test-results/browser',
  globalSetup: './test/e2e/prepareKeys.ts',
  // Each spec brings its own till with a throw-away profile, so they do not meet.
  fullyParallel: true,
  workers: 2,
  // A spec that passes only at the second try has found something.
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/browser.json' }]],
  use: {
    headless: true,
    trace: 'off',
    viewport: { width: 1024, height: 768 },
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: chromiumArguments(),
    },
  },
  projects: [
    { name: 'browser', use: { host: 'browser' } },
    // Where there is none, `npm test` says so, and why.
    ...(electron.program === null
      ? []
      : [
          {
            name: 'electron',
            use: { host: 'electron', electron: electron.program } as const,
            // These attack the loopback server, bring an engine of their own to a page by its
            // WebSocket, or ask the browser for pages beside the till's.
            testIgnore: ['**/attacks*.spec.ts', '**/customer*.spec.ts', '**/everyScreen.spec.ts'],
          },
        ]),
  ],
})
