import { Hourglass } from 'lucide-react'
import { languages } from '../../../src-shared/contract/counter.ts'
import { textsIn } from '../../../src-shared/texts/index.ts'
import type { Face } from './faces.ts'

/** More characters than one line of the usual size holds, also of Chinese ones. */
const longName = 18

/** Nobody is being served: the shop's name, and a word. */
export function Poster({
  face: { icon: Icon, title, says },
  storeName,
}: {
  readonly face: Face
  readonly storeName: string
}) {
  return (
    <div className="poster">
      <Icon className="poster-icon" strokeWidth={1.25} aria-hidden />
      <h1 className="poster-title">{title}</h1>
      <p className={storeName.length > longName ? 'poster-name poster-name-long' : 'poster-name'}>
        {storeName}
      </p>
      {says.map((sentence) => (
        <p key={sentence} className="poster-say">
          {sentence}
        </p>
      ))}
      <Waves />
    </div>
  )
}

/** The water of the harbour, as on the till's own sign. It stands still. */
function Waves() {
  return (
    <svg className="waves" viewBox="0 0 1200 200" preserveAspectRatio="none" aria-hidden>
      {[30, 75, 120].map((top, place) => (
        <path key={top} className={`wave-${place}`} d={wave(top, place % 2 === 0 ? 30 : -30)} />
      ))}
    </svg>
  )
}

/** Down to the bottom, in swells of 200. @param rise of the first half swell */
const wave = (top: number, rise: number): string =>
  `M0 ${top}q100 ${-rise} 200 0${'t200 0'.repeat(5)}V200H0z`

/** Before the engine has told anything, and whenever it is out of reach: nothing of anybody. */
export function Nothing() {
  return (
    <div className="poster">
      <Hourglass className="poster-icon" strokeWidth={1.25} aria-hidden />
      <h1 className="poster-title">
        {languages.map((language) => (
          <span key={language} className="poster-line" lang={language}>
            {textsIn(language).customer.away}
          </span>
        ))}
      </h1>
      <Waves />
    </div>
  )
}
