import { UserRoundX } from 'lucide-react'
import { fill } from '../../src-shared/texts/index.ts'
import { Frame } from '../components/Frame.tsx'
import { TopBar } from '../components/TopBar.tsx'
import { useSignedIn } from '../state/till.ts'
import { useKeys } from '../state/useKeys.ts'
import { useWords } from '../state/words.ts'

/** Somebody whose role sets up tills and takes no money. */
export function NotTaking() {
  const { texts } = useWords()
  const { name, role } = useSignedIn()
  useKeys({})
  return (
    <Frame
      title={texts.roles[role]}
      bar={<TopBar />}
      keys={texts.frame.signOut}
      className="not-taking"
    >
      <UserRoundX className="not-taking-icon" aria-hidden />
      <p>{fill(texts.frame.notTaking, { name })}</p>
    </Frame>
  )
}
