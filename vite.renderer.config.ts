/** The screens: a page for each window, with their hashed assets, in `dist/renderer`. */
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import type { InlineConfig } from 'vite'

const source = join(import.meta.dirname, 'src-renderer')

export default {
  configFile: false,
  root: source,
  plugins: [react()],
  build: {
    outDir: join(import.meta.dirname, 'dist/renderer'),
    emptyOutDir: true,
    // The content policy forbids inline scripts, and fonts that stand in a `data:` address.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { till: join(source, 'index.html'), customer: join(source, 'customer.html') },
    },
  },
} satisfies InlineConfig
