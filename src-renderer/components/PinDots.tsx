import { fill } from '../../src-shared/texts/index.ts'
import { longestPin } from '../state/pin.ts'
import { useWords } from '../state/words.ts'

/** A PIN is dots on the screen and nothing in the page that could be read back or filled in. */
export function PinDots({ count }: { readonly count: number }) {
  const { texts } = useWords()
  return (
    <div className="pin-dots" role="img" aria-label={fill(texts.signIn.digits, { count })}>
      {Array.from({ length: longestPin }, (_, place) => (
        <span key={place} className={place < count ? 'pin-dot pin-dot-full' : 'pin-dot'} />
      ))}
    </div>
  )
}
