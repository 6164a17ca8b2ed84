import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { Alert } from '../../components/Alert.tsx'
import { Button } from '../../components/Button.tsx'
import { Frame } from '../../components/Frame.tsx'
import { TopBar } from '../../components/TopBar.tsx'
import type { PaymentId } from '../../../src-shared/ids.ts'
import { useRooms } from '../../state/rooms.ts'
import { useScans } from '../../state/scans.ts'
import { useKeys } from '../../state/useKeys.ts'
import { useWords } from '../../state/words.ts'
import { PaymentDetail } from './PaymentDetail.tsx'
import { PaymentList } from './PaymentList.tsx'
import { usePayments } from './usePayments.ts'

/** What was done here, the newest first, and each payment step by step. */
export function HistoryScreen() {
  const { go } = useRooms()
  const { take } = useScans()
  const onLeave = () => go('sale')
  const { texts, failure } = useWords()
  const [chosen, setChosen] = useState<PaymentId | null>(null)
  const { payments, more, trouble, showOlder, busy } = usePayments()
  useKeys({
    key(key) {
      if (key.kind === 'escape') onLeave()
    },
    scanned: take,
  })
  return (
    <Frame
      title={texts.history.title}
      bar={<TopBar />}
      keys={texts.history.keys}
      className="history"
    >
      <section className="history-list-side" aria-label={texts.history.title}>
        <header className="history-head">
          <Button icon={ArrowLeft} onPress={onLeave}>
            {texts.frame.backToTill}
          </Button>
          <h2 className="history-title">{texts.history.title}</h2>
        </header>
        {trouble && <Alert>{failure(trouble)}</Alert>}
        {payments === null && !trouble && <p className="empty">{texts.history.loading}</p>}
        {payments?.length === 0 && <p className="empty">{texts.history.empty}</p>}
        {payments && payments.length > 0 && (
          <PaymentList payments={payments} chosen={chosen} onChoose={setChosen} />
        )}
        {more && (
          <Button busy={busy} onPress={showOlder}>
            {texts.history.older}
          </Button>
        )}
      </section>
      <section className="history-detail-side" aria-label={texts.history.timeline} tabIndex={0}>
        {chosen === null ? (
          <p className="empty">{texts.history.choose}</p>
        ) : (
          <PaymentDetail key={chosen} paymentId={chosen} />
        )}
      </section>
    </Frame>
  )
}
