import type { ReactNode } from 'react'
import type { OctopusReaderView } from '../../../../src-shared/contract/octopus.ts'
import { fill } from '../../../../src-shared/texts/index.ts'
import { useWords } from '../../../state/words.ts'
import { Connections, Trace } from '../LineLog.tsx'
import { Concern } from '../Sums.tsx'
import { ExchangeFiles } from './ExchangeFiles.tsx'
import { FactList } from './FactList.tsx'
import { clockWords, whyWords, writtenWords } from './readerWords.ts'

type Module = { readonly path: string; readonly there: boolean }

/** The Octopus reader in full: its exchange files, its lists, who it is, and what went over its line. */
export function OctopusDetail(props: {
  readonly reader: OctopusReaderView
  readonly module: Module | null
  readonly nowMs: number
}) {
  const { reader, module, nowMs } = props
  const { octopus: words } = useWords().texts.devices
  return (
    <>
      <h3 className="terminal-detail-name">{reader.profile.name}</h3>
      <ExchangeFiles exchange={reader.exchange} nowMs={nowMs} />
      <Lists housekeeping={reader.housekeeping} nowMs={nowMs} />
      <ReaderFacts facts={reader.facts} />
      {module && <ModuleFacts module={module} />}
      <Connections history={reader.history} nowMs={nowMs} />
      <Trace trace={reader.trace} nowMs={nowMs} words={words} />
    </>
  )
}

function Part(props: {
  readonly id: string
  readonly title: string
  readonly children: ReactNode
}) {
  return (
    <section className="terminal-part" aria-labelledby={props.id} data-testid={props.id}>
      <h4 className="terminal-part-title" id={props.id}>
        {props.title}
      </h4>
      {props.children}
    </section>
  )
}

function Lists(props: {
  readonly housekeeping: OctopusReaderView['housekeeping']
  readonly nowMs: number
}) {
  const { running, failed, last } = props.housekeeping
  const { language, texts } = useWords()
  const { octopus: words } = texts.devices
  return (
    <Part id="octopus-lists-part" title={words.lists}>
      {running && <p>{words.loadingLists}</p>}
      {failed !== null && !running && (
        <Concern words={fill(words.listsFailed, { reason: whyWords(texts, failed) })} />
      )}
      {last ? (
        <FactList
          facts={[
            [
              words.listsLoaded,
              writtenWords(texts, language, words.writtenAgo, last.atMs, props.nowMs),
            ],
            [words.listsHas, last.lists],
          ]}
        />
      ) : (
        <p className="terminal-note">{words.listsNone}</p>
      )}
    </Part>
  )
}

/** Who it says it is; and what stands between it and real money. */
function ReaderFacts({ facts }: { readonly facts: OctopusReaderView['facts'] }) {
  const { texts } = useWords()
  const { octopus: words } = texts.devices
  return (
    <Part id="octopus-facts" title={words.facts}>
      {facts ? (
        <FactList
          facts={[
            [words.deviceNumber, String(facts.deviceId)],
            [words.shopNumber, String(facts.locationId)],
            [words.firmware, facts.firmware],
            [words.library, facts.library],
            [words.clock, clockWords(texts, facts.aheadMs)],
          ]}
        />
      ) : (
        <p className="terminal-note">{words.factsNone}</p>
      )}
      <p className="terminal-note">{words.liveNeeds}</p>
    </Part>
  )
}

function ModuleFacts({ module }: { readonly module: Module }) {
  const { octopus: words } = useWords().texts.devices
  return (
    <Part id="octopus-module" title={words.module}>
      <FactList
        facts={[
          [words.modulePlace, module.path],
          [words.moduleState, module.there ? words.moduleThere : words.moduleAway],
        ]}
      />
    </Part>
  )
}
