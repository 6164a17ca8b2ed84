import { Amount } from './Amount.tsx'
import type { Face } from './faces.ts'

/** A state that is understood from afar: sign on one side, word, money and advice on the other. */
export function Sign({ face }: { readonly face: Face }) {
  const { tone, icon: Icon, title, says, sum, parts, todo } = face
  return (
    <div className="sign">
      <div className="sign-mark" aria-hidden>
        <span className={tone === 'plain' ? 'sign-plain' : `badge badge-${tone}`}>
          <Icon className="badge-icon" strokeWidth={tone === 'plain' ? 1.25 : 2.5} />
        </span>
      </div>
      <div className={says.length > 0 && todo !== null ? 'words words-many' : 'words'}>
        <h1 className="title">{title}</h1>
        {says.map((sentence) => (
          <p key={sentence} className="say">
            {sentence}
          </p>
        ))}
        {sum && (
          <div className="sum">
            {sum.label !== null && <p className="sum-label">{sum.label}</p>}
            <Amount amountMinor={sum.amountMinor} />
          </div>
        )}
        {parts.length > 0 && (
          <dl className="parts">
            {parts.map(({ label, shown }) => (
              <div key={label} className="part">
                <dt>{label}</dt>
                <dd className="money">{shown}</dd>
              </div>
            ))}
          </dl>
        )}
        {todo !== null && <p className="say">{todo}</p>}
      </div>
    </div>
  )
}
