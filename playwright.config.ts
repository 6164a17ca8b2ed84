/** Specs that drive the real till, one project per host that carries it. */
import { defineConfig } from '@playwright/test'
import { chromiumArguments, chromiumPath } from './scripts/needs.ts'

const executablePath = chromiumPath()

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/browser',
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
  // A spec learns its host from the name of its project.
  projects: [{ name: 'browser' }],
})
