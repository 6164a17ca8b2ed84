/// <reference types="node" />
/**
 * Runs one of the scripts beside this file: `node scripts/run.mjs start --port 8080`. Plain
 * JavaScript, so that a Node that cannot read the scripts' TypeScript can still say so.
 */
import { fileURLToPath } from 'node:url'

// Node reads TypeScript by itself from here on; what the scripts call needs 22.12.
const needed = [22, 18]
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  console.error(
    [
      `This is Node ${process.versions.node}; Harbour Till needs Node ${needed.join('.')} or newer.`,
      'Started with `npm start`, it uses the Node 24 that `npm ci` brings on Windows and on Linux.',
      'Elsewhere, or without npm: install Node 24 from nodejs.org, then start again.',
      `目前的 Node 版本是 ${process.versions.node}，Harbour Till 需要 ${needed.join('.')} 或以上。`,
      `当前的 Node 版本是 ${process.versions.node}，Harbour Till 需要 ${needed.join('.')} 或更高版本。`,
    ].join('\n'),
  )
  process.exit(1)
}

const [name = '', ...args] = process.argv.slice(2)
const script = new URL(`./${name}.ts`, import.meta.url)
process.argv = [process.execPath, fileURLToPath(script), ...args]
await import(script.href)
