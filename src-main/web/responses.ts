/** What the loopback server answers when it does not serve a file. */
import type { ServerResponse } from 'node:http'
import { languages } from '../../src-shared/contract/counter.ts'
import { textsIn } from '../../src-shared/texts/index.ts'
import { safetyHeaders } from '../host/contentPolicy.ts'

/** Answers in a few words that only a developer or an attacker reads, and closes the connection. */
export function refuse(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, {
    ...safetyHeaders,
    'Cache-Control': 'no-store',
    'Content-Type': 'text/plain; charset=utf-8',
    Connection: 'close',
  })
  response.end(`${words}\n`)
}

/** The page for a person whose address was used before, in every language: none is known yet. */
export function askForFreshAddress(response: ServerResponse): void {
  response.writeHead(403, {
    ...safetyHeaders,
    'Cache-Control': 'no-store',
    'Content-Type': 'text/html; charset=utf-8',
  })
  response.end(freshAddressPage)
}

/** The texts hold no markup, so that nothing in them needs to be escaped; a test looks. */
const freshAddressPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Harbour Till</title>
</head>
<body>
<main>
${languages.map(section).join('\n')}
</main>
</body>
</html>
`

function section(language: (typeof languages)[number]): string {
  const { usedAddress, freshAddress } = textsIn(language).host
  return `<section lang="${language}">\n<h1>${usedAddress}</h1>\n<p>${freshAddress}</p>\n</section>`
}
