/** What a trainer does to the simulated Octopus reader and to the customer before it. */
import type { OctopusCard, OctopusDeed } from '../../../../contract/training.ts'

type Words = { readonly title: string; readonly short: string; readonly means: string }

export const trainingOctopusEn = {
  title: 'Octopus reader',
  next: 'Next Octopus',
  nextIs: 'Next Octopus: {deed}',
  /** `short`: after “Next Octopus:”. `means`: what the trainee will see, and should do. */
  deeds: {
    tap: {
      title: 'Taps as usual',
      short: 'taps as usual',
      means: 'The card is charged after a moment. It turns green.',
    },
    wait: {
      title: 'Taps only when told to',
      short: 'taps when told to',
      means: 'Nothing happens until a card is put on the reader here.',
    },
    tooEarly: {
      title: 'Takes it away too early',
      short: 'is taken away too early',
      means: '“Incomplete”, and nothing was taken yet: the same Octopus again, then green.',
    },
    tooEarlyCharged: {
      title: 'Takes it away, already charged',
      short: 'is taken away, already charged',
      means: '“Incomplete”, and it was charged: the same Octopus again. It is not charged twice.',
    },
    otherThenSame: {
      title: 'Comes with another card first',
      short: 'comes with another card first',
      means:
        'After “Incomplete” another card is not charged: ask for the one whose number is shown.',
    },
    walksAway: {
      title: 'Takes it away and leaves',
      short: 'is taken away for good',
      means:
        'Nobody knows if it was paid. No second charge; a supervisor may let the sale go on without it.',
    },
    notEnough: {
      title: 'Has not enough on it',
      short: 'has not enough on it',
      means: 'Nothing is taken. Offer to split the sale, or use another method.',
    },
    blocked: {
      title: 'Is blocked',
      short: 'is blocked',
      means: 'Nothing is taken. Ask for another Octopus, or use another method.',
    },
    hidesValue: {
      title: 'Hides its value',
      short: 'hides its value',
      means: 'It turns green, and what remains is shown and printed nowhere.',
    },
    readError: {
      title: 'Cannot be read at first',
      short: 'cannot be read at first',
      means: 'Nothing is taken: ask the customer to tap again. Then it turns green.',
    },
    loseReply: {
      title: 'Is charged, its answer gets lost',
      short: 'its answer gets lost',
      means:
        'It is charged. The till asks the reader what became of it: wait, do not charge again.',
    },
    silent: {
      title: 'Reader says nothing',
      short: 'the reader says nothing',
      means: 'Help is shown after a while. Wait, and do as the screen says; do not charge again.',
    },
    restart: {
      title: 'Reader loses its power',
      short: 'the reader loses its power',
      means: 'In the middle of it. The till opens it again and asks: do not charge again.',
    },
    logFull: {
      title: 'Reader’s log is full',
      short: 'the reader’s log is full',
      means: 'It writes its exchange file first. Then the same payment goes on: wait.',
    },
    listsMissing: {
      title: 'Reader lacks its lists',
      short: 'the reader lacks its lists',
      means: 'Nothing is taken. A supervisor loads the lists on the screen “Payment devices”.',
    },
  } satisfies Record<OctopusDeed, Words>,
  card: 'On the reader',
  none: 'None',
  cards: { usual: 'Usual', other: 'Other' } satisfies Record<OctopusCard, string>,
  cable: 'Cable',
  pluggedIn: 'In',
  pulled: 'Pulled',
  isPulled: 'Octopus cable pulled',
} as const
