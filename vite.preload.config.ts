/** The preload: one file of CommonJS, in `dist/preload`. A sandboxed preload can load nothing else. */
import { join } from 'node:path'
import type { InlineConfig } from 'vite'

export default {
  configFile: false,
  root: import.meta.dirname,
  publicDir: false,
  ssr: { noExternal: true, external: ['electron'] },
  build: {
    ssr: true,
    target: 'chrome140',
    outDir: join(import.meta.dirname, 'dist/preload'),
    emptyOutDir: true,
    // Read by people, when something has gone wrong in a shop.
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { preload: join(import.meta.dirname, 'src-preload/preload.ts') },
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
} satisfies InlineConfig
