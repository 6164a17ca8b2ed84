import type { TerminalView } from '../../../src-shared/contract/devices.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showBusinessDate } from '../../../src-shared/texts/show.ts'
import { useWords } from '../../state/words.ts'
import { Concern, SumsDifference, SumsHead, SumsRow } from './Sums.tsx'
import {
  differenceOf,
  failedWords,
  isNone,
  schemeWords,
  sumOf,
  whenWords,
} from './terminalWords.ts'

type Settled = NonNullable<TerminalView['settlement']['last']>

/** What is not settled yet, and whether the last settlement came out as this till has it. */
export function EndOfDay(props: { readonly terminal: TerminalView; readonly nowMs: number }) {
  const { terminal, nowMs } = props
  const { settlement, profile } = terminal
  const { texts } = useWords()
  const { devices: words } = texts
  return (
    <section className="terminal-part" aria-labelledby="terminal-end">
      <h4 className="terminal-part-title" id="terminal-end">
        {words.endOfDay}
      </h4>
      {settlement.running && <p>{words.settling}</p>}
      {settlement.failed !== null && <Concern words={failedWords(texts, settlement.failed)} />}
      {settlement.open.length === 0 ? (
        <p>{words.openNone}</p>
      ) : (
        <OpenTotals open={settlement.open} />
      )}
      {settlement.last ? (
        <LastSettlement last={settlement.last} nowMs={nowMs} />
      ) : (
        <p className="terminal-note">
          {profile.skills.includes('settle') ? words.lastNone : words.settledOnTerminal}
        </p>
      )}
    </section>
  )
}

function OpenTotals({ open }: { readonly open: TerminalView['settlement']['open'] }) {
  const { texts } = useWords()
  const { devices: words } = texts
  const rows = open.map((one) => [schemeWords(texts, one.scheme), one] as const)
  return (
    <table className="terminal-table terminal-sums" data-testid="terminal-open">
      <caption>{words.open}</caption>
      <SumsHead first={words.scheme} />
      <tbody>
        {rows.map(([name, totals]) => (
          <SumsRow key={name} name={name} totals={totals} />
        ))}
      </tbody>
      <tfoot>
        <SumsRow name={words.all} totals={sumOf(open)} />
      </tfoot>
    </table>
  )
}

function LastSettlement(props: { readonly last: Settled; readonly nowMs: number }) {
  const { atMs, businessDate, terminal, ours } = props.last
  const { language, texts } = useWords()
  const { devices: words } = texts
  const difference = terminal && differenceOf(terminal, ours)
  const differs = difference !== null && !isNone(difference)
  return (
    <>
      <table className="terminal-table terminal-sums" data-testid="terminal-last">
        <caption>
          {words.last}
          <small>
            {fill(words.lastOf, {
              date: showBusinessDate(language, businessDate),
              time: whenWords(language, atMs, props.nowMs),
            })}
          </small>
        </caption>
        <SumsHead first={words.by} />
        <tbody>
          {terminal ? (
            <SumsRow name={words.terminalSays} totals={terminal} />
          ) : (
            <tr>
              <th scope="row">{words.terminalSays}</th>
              <td colSpan={2}>{words.untold}</td>
            </tr>
          )}
          <SumsRow name={words.ours} totals={ours} />
        </tbody>
        {differs && <SumsDifference difference={difference} />}
      </table>
      {differs ? (
        <Concern words={words.differs} />
      ) : (
        <p className="terminal-note">{terminal ? words.agrees : words.untoldMeans}</p>
      )}
    </>
  )
}
