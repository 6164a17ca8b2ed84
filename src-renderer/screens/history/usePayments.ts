import { useCallback, useEffect, useRef, useState } from 'react'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import type { PaymentId } from '../../../src-shared/ids.ts'
import type { Failure } from '../../../src-shared/result.ts'
import { useCall, useCounter, useSale, useTray } from '../../state/till.ts'
import { useOneAtATime } from '../../state/useOneAtATime.ts'

const page = 50

/** The pages read so far. The first is read again whenever the till tells of a change. */
export function usePayments() {
  const call = useCall()
  const sale = useSale()
  const counter = useCounter()
  const tray = useTray()
  const { busy, run } = useOneAtATime()
  const [payments, setPayments] = useState<readonly PaymentView[] | null>(null)
  const [more, setMore] = useState(false)
  const [trouble, setTrouble] = useState<Failure | null>(null)
  const asked = useRef(0)

  const ask = useCallback(
    async (before: PaymentId | null) => {
      asked.current += 1
      const mine = asked.current
      const answer = await call('history.payments', { before, limit: page })
      // An older question's answer would undo a newer one's.
      if (mine !== asked.current) return
      if (!answer.ok) {
        setTrouble(answer.failure)
        return
      }
      setTrouble(null)
      const fresh = answer.value.payments
      const known = new Set(fresh.map(({ paymentId }) => paymentId))
      setPayments((shown) => {
        const rest = (shown ?? []).filter(({ paymentId }) => !known.has(paymentId))
        return before === null ? [...fresh, ...rest] : [...rest, ...fresh]
      })
      setMore((was) => (before === null && asked.current > 1 ? was : answer.value.more))
    },
    [call],
  )
  useEffect(() => void ask(null), [ask, sale, counter, tray])

  return {
    payments,
    more,
    trouble,
    busy,
    showOlder: () => {
      const last = payments?.at(-1)
      if (last) run(() => ask(last.paymentId))
    },
  }
}
