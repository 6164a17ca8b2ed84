import { CircleStop } from 'lucide-react'
import { languages, type CounterView } from '../../src-shared/contract/counter.ts'
import { fill, textsIn } from '../../src-shared/texts/index.ts'
import { showFailure } from '../../src-shared/texts/show.ts'

type BlockedCounter = Extract<CounterView, { state: 'blocked' }>

/** The till cannot work: what happened, that nothing is lost, and what to do. */
export function Blocked({ counter }: { readonly counter: BlockedCounter }) {
  const shown = counter.language === null ? languages : [counter.language]
  const texts = textsIn(counter.language ?? 'en')
  return (
    <main className="start start-blocked">
      <p className="start-product-small">{texts.product}</p>
      <CircleStop className="start-blocked-icon" aria-hidden />
      <div role="alert" data-testid="alert">
        {shown.map((language, place) => (
          <section key={language} lang={language} className="start-blocked-text">
            {place === 0 ? (
              <h1>{textsIn(language).blocked.title}</h1>
            ) : (
              <h2>{textsIn(language).blocked.title}</h2>
            )}
            <p>{showFailure(language, counter.failure)}</p>
          </section>
        ))}
      </div>
      <p className="start-reference">
        {fill(texts.blocked.reference, { code: counter.failure.code })}
        {' · '}
        {fill(texts.blocked.version, { version: counter.version })}
      </p>
    </main>
  )
}
