import { languages, type Language } from '../../../src-shared/contract/counter.ts'
import { textsIn } from '../../../src-shared/texts/index.ts'
import { shortNames } from '../../components/shortNames.ts'

/** All that a customer can do here. Plain buttons: the page needs nothing else of a library. */
export function LanguageChoice({
  language,
  onChoose,
}: {
  readonly language: Language
  readonly onChoose: (language: Language) => void
}) {
  return (
    <div className="tongues" role="group" aria-label={textsIn(language).frame.language}>
      {languages.map((id) => (
        <button
          key={id}
          type="button"
          className="tongue"
          lang={id}
          aria-label={`${shortNames[id]} ${textsIn(id).languages[id]}`}
          aria-pressed={id === language}
          onClick={() => onChoose(id)}
        >
          {shortNames[id]}
        </button>
      ))}
    </div>
  )
}
