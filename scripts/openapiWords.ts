/** What the contract with the aggregator says in words, beside its shapes. */
import { problemCodes, problemPrefix } from '../src-shared/aggregator/common.ts'
import { runLimit } from '../src-shared/aggregator/counters.ts'

export const openapiDescription = `
How a counter (the till) and an aggregator (the backend of the merchant or its provider) talk.
Paths stand below a base address that the shop is given. JSON over HTTPS; plain HTTP only to the
same computer, and then never with real money.

## Values

- An amount is a whole number of the currency's minor units (cents) with its ISO 4217 code.
- A time is RFC 3339 in UTC with milliseconds: \`2026-07-01T04:00:00.000Z\`.
- An id is a UUIDv7 that the counter made and stored before its first use. It is never used for
  anything else.
- \`environment\` says whether real money moves. A till for \`live\` takes no answer of \`training\`,
  nor the other way round.
- In a body of the counter nothing may stand that is not described here. In an answer there may
  be more: it is passed over.

## Signing

Every request and every answer is signed by HTTP Message Signatures (RFC 9421), but for
\`/v1/health\` and the events of the stream. Each message has a \`Content-Digest\` (RFC 9530) with
\`sha-256\`, of the empty body too. The signature has the label \`sig1\`; others beside it say nothing.

- **A request** covers \`"@method"\`, \`"@target-uri"\`, \`"content-digest"\` and, where the header is
  sent, \`"idempotency-key"\`, with the parameters \`created\`, \`nonce\`, \`keyid\` and \`alg\`. A signature
  that covers less is refused, as is a nonce that came before.
- **An answer** covers \`"@status"\`, \`"content-digest"\` and \`"signature";req;key="sig1"\`, with
  \`created\`, \`keyid\` and \`alg\`. So it belongs to one request and cannot be given again. An error
  is signed like any other answer. To a counter an answer without a right signature is no answer
  at all.
- Algorithms: \`rsa-pss-sha512\` (salt of 64 bytes, a key of 3072 bits or more) and \`ed25519\`.
- The counter's key id is the SHA-256 of its public key (SubjectPublicKeyInfo, DER), in base64url.
- An enrolment is signed with the key that it brings, its answer with one of the keys that it
  brings: the line (TLS) vouches for these, once.

## Doing things once

The same id with the same body again gets the same answer and has no second effect; with another
body it is refused with \`other-body\`. \`close\` and \`reverse\` may come before the payment itself, or
without it: then the payment is closed for good, and a later \`PUT\` is answered with \`gone\`.

## Errors

Problem details (RFC 9457). \`type\` is \`${problemPrefix}\` and one of: ${problemCodes.map((code) => `\`${code}\``).join(', ')}.

- 4xx other than 401, 408, 425 and 429: do not repeat.
- 401 \`clock-skew\`: nothing was accepted. The counter takes \`serverTime\` for the time from now on,
  and signs once more.
- 5xx, no answer in time, a broken line: whether it was accepted is not known. The counter asks.
- \`Retry-After\` (seconds or a date) is honoured for up to 60 seconds, but for \`close\` and \`reverse\`.

The counter waits 2 seconds for a connection, 3 for health, 10 for anything else, and reads at
most 2 MiB.

## The journal

Rows are sent in order, at most ${runLimit.rows} or ${runLimit.bytes / 1024 / 1024} MiB of JSON at a time, and are held together with the last
number in one transaction: a run that is sent twice has one effect. A row that continues the chain
is held even where it cannot be used; it is named in \`notUnderstood\`. A run is refused only for its
signature (401), its size (413), or its place (409 \`broken-chain\` or \`forked\`, with the last row
that is held as \`head\`).
`.trim()

const digest = 'RFC 9530: `sha-256=:…:` of the body, the empty one too.'

export const headerTexts = {
  ofRequests: {
    ContentDigest: { header: 'Content-Digest', required: true, description: digest },
    SignatureInput: {
      header: 'Signature-Input',
      required: true,
      description: 'RFC 9421: what `sig1` covers, and its parameters.',
    },
    Signature: { header: 'Signature', required: true, description: 'RFC 9421: `sig1=:…:`.' },
    IdempotencyKey: {
      header: 'Idempotency-Key',
      required: true,
      description: 'The id of the path. Covered by the signature.',
    },
    IfNoneMatch: {
      header: 'If-None-Match',
      required: false,
      description: 'The `ETag` of the settings that the counter has.',
    },
    LastEventId: {
      header: 'Last-Event-ID',
      required: false,
      description: 'The last event that was heard: those after it come again.',
    },
  },
  ofAnswers: {
    'Content-Digest': { description: digest },
    'Signature-Input': { description: 'RFC 9421: what `sig1` covers, and its parameters.' },
    Signature: { description: 'RFC 9421: `sig1=:…:`.' },
    ETag: { description: 'By which the counter asks whether anything has changed.' },
    'Retry-After': { description: 'For how long to leave the aggregator alone.' },
  },
} as const

/** By status: what it means, and which codes it has. */
export const problemTexts: Readonly<Record<number, string>> = {
  400: '`malformed`: not what this contract says. Nothing was accepted.',
  401: '`unauthorized`: no signature, or one that is wrong, covers too little or was used before. `clock-skew`: signed at another time than `serverTime`. Nothing was accepted.',
  403: '`forbidden`: this counter may not do this, or the code is wrong or used up. Nothing was accepted.',
  404: '`not-found`: this id was never seen.',
  409: '`other-body`: the id came before with another body. `broken-chain`, `forked`: the run does not continue the journal that is held.',
  410: '`gone`: closed before it came; it will never take money.',
  413: '`too-large`: more than is taken at once. Nothing was accepted.',
  422: '`not-accepted`: refused; no money can move for this id. `exceeds-paid`: a refund of more than what is left.',
  429: '`too-many`: nothing was accepted; `Retry-After` tells when to come again.',
  500: '`unavailable`: whether anything was accepted is not known.',
  503: '`unavailable`: whether anything was accepted is not known.',
}
