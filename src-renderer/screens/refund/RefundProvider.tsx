import { createContext, useCallback, useContext, useState, type ReactNode } from 'react'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import type { DiscrepancyView } from '../../../src-shared/contract/tray.ts'
import { RefundDialog } from './RefundDialog.tsx'

/** @param discrepancy the money beyond the payment that is given back; null: the payment itself */
type OpenRefund = (payment: PaymentView, discrepancy: DiscrepancyView | null) => void

const RefundContext = createContext<OpenRefund | null>(null)

export function useOpenRefund(): OpenRefund {
  const open = useContext(RefundContext)
  if (!open) throw new Error('used outside its context')
  return open
}

/** One dialog for every place that gives money back: it stays when what led to it is settled and gone. */
export function RefundProvider({ children }: { readonly children: ReactNode }) {
  const [about, setAbout] = useState<Parameters<OpenRefund> | null>(null)
  const open = useCallback<OpenRefund>((...next) => setAbout(next), [])
  return (
    <RefundContext value={open}>
      {children}
      {about && (
        <RefundDialog payment={about[0]} discrepancy={about[1]} onClose={() => setAbout(null)} />
      )}
    </RefundContext>
  )
}
