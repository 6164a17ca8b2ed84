/** What customers of training carry. No number of these was ever given to anybody: they are the schemes' own test numbers. */
export type TrainingCard = {
  /** As a terminal prints it. */
  readonly scheme: 'VISA' | 'MASTERCARD' | 'CUP' | 'AMEX'
  readonly number: string
  readonly applicationId: string
  readonly entry: 'contactless' | 'chip'
  /** The phone's wallet, where it is one. */
  readonly wallet: string | null
}

export const trainingCards: readonly TrainingCard[] = [
  {
    scheme: 'VISA',
    number: '4242424242424242',
    applicationId: 'A0000000031010',
    entry: 'contactless',
    wallet: null,
  },
  {
    scheme: 'MASTERCARD',
    number: '5555555555554444',
    applicationId: 'A0000000041010',
    entry: 'chip',
    wallet: null,
  },
  {
    scheme: 'CUP',
    number: '6250947000000014',
    applicationId: 'A000000333010101',
    entry: 'contactless',
    wallet: null,
  },
  {
    scheme: 'VISA',
    number: '4242424242424242',
    applicationId: 'A0000000031010',
    entry: 'contactless',
    wallet: 'APPLE PAY',
  },
]

/** As a decent terminal sends it. */
export const maskedByTerminal = (number: string): string =>
  number.slice(-4).padStart(number.length, '*')
