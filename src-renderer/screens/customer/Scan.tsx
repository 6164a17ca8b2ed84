import { Clock, GraduationCap, ScanQrCode } from 'lucide-react'
import { showAmount } from '../../../src-shared/money.ts'
import { fill, type Texts } from '../../../src-shared/texts/index.ts'
import { showLeft } from '../../../src-shared/texts/show.ts'
import { Code } from '../../components/Code.tsx'
import { Amount } from './Amount.tsx'
import { scanWords, type ShownCode } from './faces.ts'

/** More than the 25 characters that a code has room for: names of other rails. */
const longPayee = 25

/** The code, as large as the screen allows, and what to know before one pays. */
export function Scan({
  code,
  secondsLeft,
  training,
  texts,
}: {
  readonly code: ShownCode
  readonly secondsLeft: number
  readonly training: boolean
  readonly texts: Texts
}) {
  const words = texts.customer
  const { method, amountMinor, payee } = code
  return (
    <div className="scan">
      <div className="scan-code">
        <Code
          text={code.text}
          label={fill(texts.payment.codeLabel, { amount: showAmount(amountMinor), payee })}
        />
        {training && (
          <p className="scan-training">
            <GraduationCap aria-hidden />
            {words.doNotPay}
          </p>
        )}
      </div>
      <div className="words">
        <h1 className="scan-method">
          <ScanQrCode aria-hidden />
          {texts.methods[method]}
        </h1>
        <p className="say">{scanWords(texts, method)}</p>
        <Amount amountMinor={amountMinor} />
        <dl className="scan-facts">
          <div className="scan-payee">
            <dt>{words.payee}</dt>
            <dd className={payee.length > longPayee ? 'scan-payee-long' : ''}>{payee}</dd>
          </div>
          <div className="scan-left">
            <dt>{words.left}</dt>
            <dd>
              <Clock aria-hidden />
              <span role="timer" data-testid="customer-left">
                {showLeft(secondsLeft * 1000)}
              </span>
            </dd>
          </div>
        </dl>
      </div>
    </div>
  )
}
