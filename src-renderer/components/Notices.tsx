import { BellRing } from 'lucide-react'
import { useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { fill } from '../../src-shared/texts/index.ts'
import { useReady } from '../state/till.ts'
import { useWords } from '../state/words.ts'
import { Button } from './Button.tsx'
import { HoldKeys } from './ConfirmDialog.tsx'

/** What somebody must know though it stops no sale: a chip that opens the whole of it. */
export function Notices() {
  const { alarms } = useReady()
  const { texts, failure } = useWords()
  const [open, setOpen] = useState(false)
  if (alarms.length === 0) return null
  return (
    <>
      <Button
        look="quiet"
        className="bar-button bar-notices tone-person"
        icon={BellRing}
        onPress={() => setOpen(true)}
      >
        {fill(texts.frame.notices, { count: alarms.length })}
      </Button>
      <ModalOverlay className="veil" isOpen={open} onOpenChange={setOpen} isDismissable>
        <Modal className="dialog">
          <Dialog className="dialog-body">
            <HoldKeys />
            <Heading className="dialog-title" slot="title">
              {texts.frame.noticesTitle}
            </Heading>
            <ul className="dialog-text notice-list">
              {alarms.map((alarm) => (
                <li key={failure(alarm)} data-testid="notice">
                  {failure(alarm)}
                </li>
              ))}
            </ul>
            <div className="dialog-actions">
              <Button autoFocus onPress={() => setOpen(false)}>
                {texts.frame.close}
              </Button>
            </div>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  )
}
