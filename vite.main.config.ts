/** The main process, in `dist/main`: `main.js` for Electron, the other programs for Node. */
import { join } from 'node:path'
import type { InlineConfig } from 'vite'

const source = join(import.meta.dirname, 'src-main')

export default {
  configFile: false,
  root: import.meta.dirname,
  // There is no `public` folder here, and the bundle needs no polyfill of the environment.
  publicDir: false,
  ssr: {
    // One bundle, but for what carries a binary: that is loaded from its own package.
    noExternal: true,
    // Electron is there where it runs. Of ws the optional helpers, which we do not have; it asks
    // for them and goes on without.
    external: ['better-sqlite3', 'serialport', 'electron', 'bufferutil', 'utf-8-validate'],
  },
  build: {
    ssr: true,
    target: 'node22',
    outDir: join(import.meta.dirname, 'dist/main'),
    emptyOutDir: true,
    // Read by people, when something has gone wrong in a shop.
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        main: join(source, 'main.ts'),
        serve: join(source, 'serve.ts'),
        cli: join(source, 'cli.ts'),
        checker: join(source, 'checker.ts'),
      },
      output: {
        format: 'esm',
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
      },
    },
  },
} satisfies InlineConfig
