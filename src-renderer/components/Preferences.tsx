import { Languages, Monitor, Moon, PictureInPicture2, Sun } from 'lucide-react'
import { languages, themeSchema } from '../../src-shared/contract/counter.ts'
import { textsIn } from '../../src-shared/texts/index.ts'
import { useCall, useReady } from '../state/till.ts'
import { useWords } from '../state/words.ts'
import { Button } from './Button.tsx'
import { Choice } from './Choice.tsx'
import { shortNames } from './shortNames.ts'

const themeIcons = { light: Sun, dark: Moon, system: Monitor } as const

/** As a small second screen has it; a person drags it there, and makes it as large as that is. */
const customerWindow = 'popup,noopener,width=1024,height=600'

/** Language, theme and the customer's screen, at hand on every screen. */
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
      <Button
        look="quiet"
        className="bar-button bar-icon-only"
        icon={PictureInPicture2}
        aria-label={texts.customer.window}
        // In Electron no window opens from here: the shell shows its own, on the second screen.
        onPress={() => window.open('/customer', 'harbour-till-customer', customerWindow)}
      />
    </>
  )
}
