/** The screens: one page with its hashed assets, in `dist/renderer`. */
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import type { InlineConfig } from 'vite'

export default {
  configFile: false,
  root: join(import.meta.dirname, 'src-renderer'),
  plugins: [react()],
  build: {
    outDir: join(import.meta.dirname, 'dist/renderer'),
    emptyOutDir: true,
    // The content policy forbids inline scripts, and fonts that stand in a `data:` address.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
} satisfies InlineConfig
