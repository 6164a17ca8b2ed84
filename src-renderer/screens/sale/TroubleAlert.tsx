import { Alert } from '../../components/Alert.tsx'
import { useWords } from '../../state/words.ts'
import type { Trouble } from './useDesk.ts'

export function TroubleAlert({ trouble }: { readonly trouble: Trouble }) {
  const { texts, failure } = useWords()
  switch (trouble.code) {
    case 'chooseMethod':
      return <Alert>{texts.amount.chooseMethod}</Alert>
    case 'scanned':
      return <Alert>{texts.frame.scanned}</Alert>
    default:
      return <Alert>{failure(trouble)}</Alert>
  }
}
