import { Fragment } from 'react'
import type { Receipt as ReceiptDocument, ReceiptBlock } from '../../../src-shared/receipt.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { Code } from '../../components/Code.tsx'
import { useWords } from '../../state/words.ts'

/** A receipt as it will be on paper: black on white in every theme, as wide as a till roll. */
export function Receipt({ receipt }: { readonly receipt: ReceiptDocument }) {
  return (
    <article className="receipt" data-testid="receipt">
      {Array.from(receipt.blocks.entries(), ([place, block]) => (
        <Block key={place} block={block} />
      ))}
    </article>
  )
}

function Block({ block }: { readonly block: ReceiptBlock }) {
  const { texts } = useWords()
  switch (block.block) {
    case 'centred':
      return (
        <p className={block.large ? 'receipt-centred receipt-large' : 'receipt-centred'}>
          {block.text}
        </p>
      )
    case 'mark':
      return <Mark text={block.text} />
    case 'text':
      return <p className="receipt-text">{block.text}</p>
    case 'pair':
      return (
        <p className={block.strong ? 'receipt-pair receipt-strong' : 'receipt-pair'}>
          <span>{block.label}</span> <span className="receipt-value">{block.value}</span>
        </p>
      )
    case 'code':
      return (
        <div className="receipt-code">
          <Code
            look="small"
            text={block.text}
            label={fill(texts.receipt.code, { text: block.text })}
          />
          <p>{block.text}</p>
        </div>
      )
    case 'rule':
      return <hr className="receipt-rule" />
  }
}

/** The space between Chinese and another language, whichever of them comes first. */
const betweenLanguages =
  /(?<=\p{Script=Han}) (?=\P{Script=Han}*$)|(?<=^\P{Script=Han}*) (?=\p{Script=Han})/u

/** In two languages it breaks between them, before it breaks within one. */
function Mark({ text }: { readonly text: string }) {
  const [first = '', ...more] = text.split(betweenLanguages)
  return (
    <p className="receipt-mark">
      <span>{first}</span>
      {more.map((other) => (
        <Fragment key={other}>
          {' '}
          <span>{other}</span>
        </Fragment>
      ))}
    </p>
  )
}
