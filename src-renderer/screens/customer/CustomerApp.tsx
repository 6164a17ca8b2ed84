import { GraduationCap } from 'lucide-react'
import { useEffect, useReducer } from 'react'
import { textsIn } from '../../../src-shared/texts/index.ts'
import type { Connection } from '../../state/connection.ts'
import { faceOf, isPoster, spokenFace, spokenScan, type Shown } from './faces.ts'
import { LanguageChoice } from './LanguageChoice.tsx'
import { firstPage, followEngine, nextPage, type CustomerPage } from './page.ts'
import { Nothing, Poster } from './Poster.tsx'
import { Scan } from './Scan.tsx'
import { Sign } from './Sign.tsx'
import { useSecondsLeft } from './useSecondsLeft.ts'

/** A language that was chosen before a sale waits so long for one. */
const nobodyCameMs = 60_000

/** The whole page. The engine says what it shows and for how long; a customer chooses his language. */
export function CustomerApp({ connection }: { readonly connection: Connection }) {
  const [page, happen] = useReducer(nextPage, firstPage)
  useEffect(() => followEngine(connection, happen), [connection])

  const { till, now, chosen } = page
  const language = chosen ?? till?.language ?? 'en'
  const theme = till?.theme ?? 'system'
  const texts = textsIn(language)
  useEffect(() => {
    document.documentElement.lang = language
    document.documentElement.dataset['theme'] = theme
    document.title = texts.customer.window
  }, [language, theme, texts])

  const waiting = chosen !== null && now?.shows === 'welcome'
  useEffect(() => {
    if (!waiting) return undefined
    const timer = setTimeout(() => happen({ kind: 'nobodyCame' }), nobodyCameMs)
    return () => clearTimeout(timer)
  }, [waiting, chosen])

  const training = till?.environment === 'training'
  const { shown, secondsLeft } = useShown(page)
  const face = shown && shown.shows !== 'code' ? faceOf(texts, shown) : null
  const tone = face?.tone ?? (shown ? 'working' : 'plain')
  return (
    <div className={training ? 'customer customer-training' : 'customer'}>
      <header className="head">
        {training && (
          <strong className="head-training" data-testid="training-mark">
            <GraduationCap aria-hidden />
            <span>{texts.frame.training}</span>
            <span className="head-warning">{texts.customer.doNotPay}</span>
          </strong>
        )}
        {/* A poster says the name itself, and larger. */}
        <p className="head-name">{shown && !isPoster(shown) ? till?.storeName : ''}</p>
        <LanguageChoice
          language={language}
          onChoose={(language_) => happen({ kind: 'chose', language: language_ })}
        />
      </header>
      <main
        className={`stage tone-${tone} stage-${shown?.shows ?? 'nothing'}`}
        data-testid="customer"
        data-shows={shown?.shows ?? 'nothing'}
      >
        {!shown && <Nothing />}
        {shown?.shows === 'code' && (
          <Scan code={shown} secondsLeft={secondsLeft} training={training} texts={texts} />
        )}
        {shown && face && isPoster(shown) && (
          <Poster face={face} storeName={till?.storeName ?? ''} />
        )}
        {shown && face && !isPoster(shown) && <Sign face={face} />}
      </main>
      {/* Read out whenever it changes; the countdown is not part of it. */}
      <p className="unseen" role="status">
        {shown?.shows === 'code' && spokenScan(texts, shown)}
        {face && spokenFace(face)}
      </p>
    </div>
  )
}

/** What the engine shows, but for a code whose time is over: that goes at once, told or not. */
function useShown({ till, now }: CustomerPage): {
  readonly shown: Shown | null
  readonly secondsLeft: number
} {
  const code = now?.shows === 'code' ? now : null
  const secondsLeft = useSecondsLeft(code && till && code.expiresAtMs - till.clockAheadMs)
  if (!code || secondsLeft > 0) return { shown: now, secondsLeft }
  const { method, amountMinor } = code
  return { shown: { shows: 'over', method, amountMinor }, secondsLeft }
}
