import { Languages, Monitor, Moon, Sun } from 'lucide-react'
import { languages, themeSchema, type Language } from '../../src-shared/contract/counter.ts'
import { textsIn } from '../../src-shared/texts/index.ts'
import { useCall, useReady } from '../state/till.ts'
import { useWords } from '../state/words.ts'
import { Choice } from './Choice.tsx'

const shortNames: Readonly<Record<Language, string>> = {
  en: 'EN',
  'zh-Hant': '繁',
  'zh-Hans': '简',
}
const themeIcons = { light: Sun, dark: Moon, system: Monitor } as const

/** Language and theme, at hand on every screen. */
export function Preferences() {
  const call = useCall()
  const { theme } = useReady()
  const { language, texts } = useWords()
  return (
    <>
      <Choice
        label={texts.frame.language}
        icon={Languages}
        shown={shortNames[language]}
        chosen={language}
        options={languages.map((id) => ({ id, words: textsIn(id).languages[id], lang: id }))}
        onChoose={(id) => void call('counter.chooseLanguage', { language: id })}
      />
      <Choice
        label={texts.frame.theme}
        icon={themeIcons[theme]}
        chosen={theme}
        options={themeSchema.options.map((id) => ({ id, words: texts.frame[id] }))}
        onChoose={(id) => void call('counter.chooseTheme', { theme: id })}
      />
    </>
  )
}
