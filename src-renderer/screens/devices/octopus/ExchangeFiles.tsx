import type { OctopusReaderView } from '../../../../src-shared/contract/octopus.ts'
import { fill } from '../../../../src-shared/texts/index.ts'
import { useWords } from '../../../state/words.ts'
import { Concern, SumsDifference, SumsHead, SumsRow } from '../Sums.tsx'
import { FactList } from './FactList.tsx'
import { agreementOf, dueWords, openWords, whyWords, writtenWords } from './readerWords.ts'

type Exchange = OctopusReaderView['exchange']
type LastFile = NonNullable<Exchange['last']>

/** What is in no file yet, by when one is wanted, and whether the last came out as this till has it. */
export function ExchangeFiles(props: { readonly exchange: Exchange; readonly nowMs: number }) {
  const { exchange, nowMs } = props
  const { language, texts } = useWords()
  const { octopus: words } = texts.devices
  const due = dueWords(texts, language, exchange, nowMs)
  return (
    <section className="terminal-part" aria-labelledby="octopus-exchange-part">
      <h4 className="terminal-part-title" id="octopus-exchange-part">
        {words.exchange}
      </h4>
      {exchange.running && <p>{words.exchanging}</p>}
      {exchange.failed !== null && !exchange.running && (
        <Concern words={fill(words.exchangeFailed, { reason: whyWords(texts, exchange.failed) })} />
      )}
      {due?.now && <Concern words={due.words} />}
      <p data-testid="octopus-open">{openWords(texts, exchange.open)}</p>
      {due && !due.now && <p>{due.words}</p>}
      {exchange.last ? (
        <LastExchange last={exchange.last} nowMs={nowMs} />
      ) : (
        <p className="terminal-note">{words.exchangeNone}</p>
      )}
    </section>
  )
}

function LastExchange({ last, nowMs }: { readonly last: LastFile; readonly nowMs: number }) {
  const { language, texts } = useWords()
  const { devices } = texts
  const { octopus: words } = devices
  const agreement = agreementOf(texts, last)
  return (
    <>
      <FactList
        facts={[
          [words.written, writtenWords(texts, language, words.writtenAgo, last.atMs, nowMs)],
          [words.number, String(last.number)],
          [words.fileName, last.name],
          [words.upload, words.uploads[last.upload]],
        ]}
      />
      <table className="terminal-table terminal-sums" data-testid="octopus-last-file">
        <caption>{words.lastFile}</caption>
        <SumsHead first={words.by} />
        <tbody>
          <SumsRow name={words.theirs} totals={last.theirs} />
          <SumsRow name={devices.ours} totals={last.ours} />
        </tbody>
        {agreement.difference && <SumsDifference difference={agreement.difference} />}
      </table>
      {agreement.difference ? (
        <Concern words={agreement.words} />
      ) : (
        <p className="terminal-note">{agreement.words}</p>
      )}
    </>
  )
}
