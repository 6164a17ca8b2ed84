/** The second page: what the customer sees, on a screen that faces him. */
import '../src-shared/zod-setup.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/customer.css'
import './styles/customerPayment.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { CustomerApp } from './screens/customer/CustomerApp.tsx'
import { ignoreHands } from './screens/customer/ignoreHands.ts'
import { connect } from './state/connection.ts'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no root')

ignoreHands(window)
createRoot(root).render(
  <StrictMode>
    <CustomerApp connection={connect('customer')} />
  </StrictMode>,
)
