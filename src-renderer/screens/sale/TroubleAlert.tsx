import { Alert } from '../../components/Alert.tsx'
import { useWords } from '../../state/words.ts'
import type { Trouble } from './useDesk.ts'

export function TroubleAlert({ trouble }: { readonly trouble: Trouble }) {
  const { texts, failure } = useWords()
  switch (trouble.code) {
    case 'chooseMethod':
      return <Alert>{texts.amount.chooseMethod}</Alert>
    case 'scanUnreadable':
      return <Alert>{texts.scan.unreadable}</Alert>
    case 'scanInFlight':
      return <Alert>{texts.scan.inFlight}</Alert>
    default:
      return <Alert>{failure(trouble)}</Alert>
  }
}
