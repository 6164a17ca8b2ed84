import { useCallback, useMemo, useState, type ReactNode } from 'react'
import { useRooms } from '../../state/rooms.ts'
import { ScansContext, type ScanTrouble } from '../../state/scans.ts'
import { useCall, useReady, useSale, useSignedIn } from '../../state/till.ts'
import { useOneAtATime } from '../../state/useOneAtATime.ts'

/** Takes the scans of every room but the sale's own, which knows the amount. */
export function ScanProvider({ children }: { readonly children: ReactNode }) {
  const call = useCall()
  const { go } = useRooms()
  const { shift } = useReady()
  const { permissions } = useSignedIn()
  const inFlight = (useSale()?.livePaymentId ?? null) !== null
  const { run } = useOneAtATime()
  const [trouble, setTrouble] = useState<ScanTrouble | null>(null)
  const mayTake = shift !== null && permissions.includes('takePayments')

  const take = useCallback(
    (text: string | null) => {
      if (!mayTake) return
      go('sale')
      if (text === null) setTrouble({ code: 'scanUnreadable' })
      else if (inFlight) setTrouble({ code: 'scanInFlight' })
      else {
        run(async () => {
          const answer = await call('payment.scan', { text, charge: null })
          setTrouble(answer.ok ? null : answer.failure)
        })
      }
    },
    [call, go, inFlight, mayTake, run],
  )
  const forgetTrouble = useCallback(() => setTrouble(null), [])
  const scans = useMemo(() => ({ take, trouble, forgetTrouble }), [take, trouble, forgetTrouble])
  return <ScansContext value={scans}>{children}</ScansContext>
}
