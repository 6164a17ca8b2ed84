import type { TerminalView } from '../../../src-shared/contract/devices.ts'
import { useWords } from '../../state/words.ts'
import { EndOfDay } from './EndOfDay.tsx'
import { Connections, Trace } from './LineLog.tsx'

/** One terminal in full: its end of day, how its line came and went, and what went over it. */
export function TerminalDetail(props: { readonly terminal: TerminalView; readonly nowMs: number }) {
  const { terminal, nowMs } = props
  const { devices: words } = useWords().texts
  return (
    <>
      <h3 className="terminal-detail-name">{terminal.profile.name}</h3>
      <EndOfDay terminal={terminal} nowMs={nowMs} />
      <Connections history={terminal.history} nowMs={nowMs} />
      <Trace trace={terminal.trace} nowMs={nowMs} words={words} />
    </>
  )
}
