import { languages } from '../../src-shared/contract/counter.ts'
import { textsIn } from '../../src-shared/texts/index.ts'
import { Alert } from '../components/Alert.tsx'
import { Button } from '../components/Button.tsx'
import { TrainingMark } from '../components/TrainingMark.tsx'
import icon from '../icon.svg'
import { useCall } from '../state/till.ts'
import { useOneAtATime } from '../state/useOneAtATime.ts'
import { useWords } from '../state/words.ts'
import { useState } from 'react'
import type { Failure } from '../../src-shared/result.ts'

/** The first start: which language this counter speaks. */
export function FirstRun() {
  const call = useCall()
  const { texts, failure } = useWords()
  const { busy, run } = useOneAtATime()
  const [trouble, setTrouble] = useState<Failure | null>(null)
  return (
    <main className="start">
      <TrainingMark />
      <img className="start-icon" src={icon} alt="" />
      <h1 className="start-product">{texts.product}</h1>
      <div className="start-languages">
        {languages.map((language) => (
          <Button
            key={language}
            className="start-language"
            busy={busy}
            onPress={() =>
              run(async () => {
                const answer = await call('counter.chooseLanguage', { language })
                setTrouble(answer.ok ? null : answer.failure)
              })
            }
          >
            <span lang={language}>{textsIn(language).languages[language]}</span>
          </Button>
        ))}
      </div>
      {trouble && <Alert>{failure(trouble)}</Alert>}
    </main>
  )
}
