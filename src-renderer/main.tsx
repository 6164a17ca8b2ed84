import '../src-shared/zod-setup.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/frame.css'
import './styles/start.css'
import './styles/shift.css'
import './styles/sale.css'
import './styles/tiles.css'
import './styles/payment.css'
import './styles/terminal.css'
import './styles/octopus.css'
import './styles/history.css'
import './styles/tray.css'
import './styles/refund.css'
import './styles/channels.css'
import './styles/devices.css'
import './styles/terminalEditor.css'
import './styles/override.css'
import './styles/receipt.css'
import './styles/training.css'
import './styles/fit.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './screens/App.tsx'
import { connect } from './state/connection.ts'
import { startKeys } from './state/keys.ts'
import { ConnectionContext } from './state/till.ts'
import { KeysContext } from './state/useKeys.ts'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no root')

createRoot(root).render(
  <StrictMode>
    <ConnectionContext value={connect('till')}>
      <KeysContext value={startKeys(window)}>
        <App />
      </KeysContext>
    </ConnectionContext>
  </StrictMode>,
)
