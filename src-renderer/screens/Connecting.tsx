import { languages } from '../../src-shared/contract/counter.ts'
import { textsIn } from '../../src-shared/texts/index.ts'

/** Before the engine has told anything, not even a language. */
export function Connecting() {
  return (
    <main className="start">
      <h1 className="start-product">{textsIn('en').product}</h1>
      {languages.map((language) => (
        <p key={language} lang={language} className="start-quiet">
          {textsIn(language).frame.connecting}
        </p>
      ))}
    </main>
  )
}
