import { expect, test } from 'vitest'
import { fuzzCodec, fuzzedCodecs } from '../harness/cardFuzz.ts'

test.for(fuzzedCodecs)(
  '%s: whatever comes on the line, the codec neither throws nor lets a card’s number past it',
  (codec) => {
    const { messages, garbled } = fuzzCodec(codec, 1, 5_000)
    expect(messages).toBeGreaterThan(500)
    expect(garbled).toBeGreaterThan(500)
  },
)
