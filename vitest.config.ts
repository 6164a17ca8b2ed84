/**
 * `unit` is for every commit. `shell` boots the built desktop app, `fault` runs the built program
 * for real, and `install` a fresh copy of the checkout: these belong to `npm test`.
 */
import { defineConfig } from 'vitest/config'

const common = {
  environment: 'node',
  pool: 'forks' as const,
  setupFiles: ['test/setup.ts'],
  restoreMocks: true,
  unstubEnvs: true,
}

const hours = 'test/property/hours/**/*.test.ts'
const bundleTests = ['test/shell/**/*Bundle.test.ts']

export default defineConfig({
  test: {
    maxWorkers: 2,
    // The order is the same each time: what fails, fails again.
    sequence: { shuffle: false },
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['test/{unit,property,security,shell}/**/*.test.{ts,tsx}', 'test/tidy.test.ts'],
          exclude: [...bundleTests, hours],
          testTimeout: 10_000,
        },
      },
      {
        test: {
          ...common,
          name: 'shell',
          include: bundleTests,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...common,
          name: 'fault',
          include: ['test/fault/**/*.test.ts'],
          exclude: ['test/fault/install.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
      // Whole hours at one device, each of a seed: they take minutes, and a commit does not wait for them.
      {
        test: {
          ...common,
          name: 'hours',
          include: [hours],
          testTimeout: 240_000,
        },
      },
      {
        test: {
          ...common,
          name: 'simulation',
          include: ['test/simulation/**/*.test.ts'],
          testTimeout: 290_000,
        },
      },
      // Figures, on their own: `npm run bench`.
      {
        test: {
          ...common,
          name: 'bench',
          include: ['test/bench/**/*.test.ts'],
          testTimeout: 600_000,
        },
      },
      {
        test: {
          ...common,
          name: 'install',
          include: ['test/fault/install.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
