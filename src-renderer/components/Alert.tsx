import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

/** What went wrong, near where the person looks, read out at once. */
export function Alert({ children }: { readonly children: ReactNode }) {
  return (
    <div className="alert" role="alert" data-testid="alert">
      <TriangleAlert className="alert-icon" aria-hidden />
      <p>{children}</p>
    </div>
  )
}
