import { ArrowDownLeft, ArrowUpRight, Plug, Unplug } from 'lucide-react'
import type { TerminalView } from '../../../src-shared/contract/devices.ts'
import { useWords } from '../../state/words.ts'
import { reasonWords, whenWords } from './terminalWords.ts'

/** How the line to a device came and went. */
export function Connections(props: {
  readonly history: TerminalView['history']
  readonly nowMs: number
}) {
  const { history, nowMs } = props
  const { language, texts } = useWords()
  const { devices: words } = texts
  return (
    <section className="terminal-part" aria-labelledby="terminal-connections">
      <h4 className="terminal-part-title" id="terminal-connections">
        {words.connections}
      </h4>
      {history.length === 0 && <p className="terminal-note">{words.connectionsNone}</p>}
      {history.length > 0 && (
        <table className="terminal-table" data-testid="terminal-history">
          <thead>
            <tr>
              <th scope="col">{words.time}</th>
              <th scope="col">{words.line}</th>
              <th scope="col">{words.reason}</th>
            </tr>
          </thead>
          <tbody>
            {history.map(({ atMs, open, reason }, place) => (
              <tr key={`${atMs} ${history.length - place}`}>
                <td>{whenWords(language, atMs, nowMs)}</td>
                <td>
                  <span className="terminal-way">
                    {open ? <Plug aria-hidden /> : <Unplug aria-hidden />}
                    {open ? words.came : words.went}
                  </span>
                </td>
                <td>{reason === null ? '–' : reasonWords(texts, reason)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

/** What went over the line to a device. @param words its name in it, and what is never shown whole */
export function Trace(props: {
  readonly trace: TerminalView['trace']
  readonly nowMs: number
  readonly words: { readonly out: string; readonly in: string; readonly traceMasked: string }
}) {
  const { trace, nowMs, words } = props
  const { language, texts } = useWords()
  const { devices } = texts
  return (
    <section className="terminal-part" aria-labelledby="terminal-trace">
      <h4 className="terminal-part-title" id="terminal-trace">
        {devices.trace}
      </h4>
      <p className="terminal-note">{trace.length === 0 ? devices.traceNone : words.traceMasked}</p>
      {trace.length > 0 && (
        <ol className="trace" data-testid="terminal-trace">
          {trace.map(({ atMs, way, text }, place) => (
            <li key={`${atMs} ${trace.length - place}`} className="trace-line">
              <span className="trace-time">{whenWords(language, atMs, nowMs)}</span>
              <span className="terminal-way">
                {way === 'out' ? <ArrowUpRight aria-hidden /> : <ArrowDownLeft aria-hidden />}
                {words[way]}
              </span>
              <code className="trace-text">{text}</code>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
