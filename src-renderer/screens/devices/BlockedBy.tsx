import { showAmount } from '../../../src-shared/money.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { Button } from '../../components/Button.tsx'
import { Badge } from '../../components/StateMark.tsx'
import { useRooms } from '../../state/rooms.ts'
import { useWords } from '../../state/words.ts'

/** Nobody knows whether it was paid: what that means, and where it is settled. */
export function BlockedBy({ amountMinor }: { readonly amountMinor: number }) {
  const { go } = useRooms()
  const { devices: words } = useWords().texts
  return (
    <div className="terminal-blocked tone-unknown" data-testid="terminal-blocked">
      <Badge tone="unknown" large />
      <p>{fill(words.blocked, { amount: showAmount(amountMinor) })}</p>
      <Button onPress={() => go('tray')}>{words.toTray}</Button>
    </div>
  )
}
