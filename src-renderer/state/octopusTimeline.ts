/** The Octopus reader's journal rows in words. They are read with care: a newer version may have written them. */
import { z } from 'zod'
import type { TimelineRow } from '../../src-shared/contract/history.ts'
import { exchangeUploads } from '../../src-shared/contract/octopus.ts'
import { minorSchema, showAmount, showTenCents } from '../../src-shared/money.ts'
import type { OctopusFacts } from '../../src-shared/octopusFacts.ts'
import { fill, type Texts } from '../../src-shared/texts/index.ts'
import { codeWords } from './octopusWords.ts'

const totals = z.object({ count: z.int(), amountMinor: minorSchema })

/** Each fact only where it has its proper type. */
const bodySchema = z.object({
  amountMinor: minorSchema.optional().catch(undefined),
  valueMinor: minorSchema.optional().catch(undefined),
  /** The card does not want it shown. */
  hidesValue: z.boolean().optional().catch(undefined),
  deviceId: z.int().optional().catch(undefined),
  told: z.string().optional().catch(undefined),
  tookNothing: z.boolean().optional().catch(undefined),
  code: z.int().nullable().optional().catch(undefined),
  by: z.string().nullable().optional().catch(undefined),
  /** Of an exchange file. */
  number: z.int().optional().catch(undefined),
  ours: totals.optional().catch(undefined),
  theirs: totals.optional().catch(undefined),
  upload: z.enum(exchangeUploads).optional().catch(undefined),
  lists: z.string().optional().catch(undefined),
})
type Body = z.infer<typeof bodySchema>

type Said = { readonly title: string; readonly details: readonly string[] }

/** @returns null: a row of another kind */
export function octopusRowWords(texts: Texts, { kind, body: written }: TimelineRow): Said | null {
  const body = bodySchema.parse(written)
  const { timeline } = texts.octopus
  switch (kind) {
    case 'octopus.asked':
      return {
        title: fill(timeline.asked, { amount: money(body.amountMinor) }),
        details: [
          ...(body.hidesValue === false ? valueDetail(timeline.askedValue, body) : []),
          ...deviceDetail(texts, body),
        ],
      }
    case 'octopus.answered':
      return answeredWords(texts, body)
    case 'octopus.exchanged':
      return exchangedWords(texts, body)
    case 'octopus.housekept':
      return { title: fill(timeline.housekept, { lists: body.lists ?? '–' }), details: [] }
    default:
      return null
  }
}

/** What a reader told of the card that paid, in a row about the payment. */
export const octopusDetails = (texts: Texts, facts: OctopusFacts): readonly string[] => {
  const { valueMinor, deviceId } = facts
  const remaining = texts.octopus.notes.remaining
  return [
    ...valueDetail(remaining, valueMinor === null ? {} : { valueMinor }),
    ...deviceDetail(texts, { deviceId }),
  ]
}

function answeredWords(texts: Texts, { told, by, code, tookNothing }: Body): Said {
  const { timeline } = texts.octopus
  const known: Readonly<Record<string, string>> = timeline.told
  const whose: Readonly<Record<string, string>> = timeline.who
  const title = known[told ?? '']
  const who = whose[by ?? ''] ?? timeline.who.reply
  return {
    title: title === undefined ? timeline.answered : fill(title, { who }),
    details: [
      // Of nothing at all, the title says it.
      ...(tookNothing === true && told !== 'nothing' ? [timeline.tookNothing] : []),
      ...(typeof code === 'number' ? [codeWords(texts, code)] : []),
    ],
  }
}

function exchangedWords(texts: Texts, { number, ours, theirs, upload }: Body): Said {
  const { timeline } = texts.octopus
  const show = (one: Body['ours']): string =>
    one === undefined
      ? '–'
      : fill(texts.card.timeline.totals, { count: one.count, amount: money(one.amountMinor) })
  const agree = ours?.count === theirs?.count && ours?.amountMinor === theirs?.amountMinor
  return {
    title: fill(timeline.exchanged, {
      number: number ?? '–',
      ours: show(ours),
      theirs: show(theirs),
    }),
    details: [
      ...(agree ? [] : [timeline.differs]),
      ...(upload === undefined ? [] : [timeline.uploads[upload]]),
    ],
  }
}

const money = (amountMinor: number | undefined): string =>
  amountMinor === undefined ? '–' : showAmount(amountMinor)

const valueDetail = (words: string, { valueMinor }: Pick<Body, 'valueMinor'>): string[] =>
  valueMinor === undefined ? [] : [fill(words, { value: showTenCents(valueMinor) })]

const deviceDetail = ({ octopus }: Texts, { deviceId }: Pick<Body, 'deviceId'>): string[] =>
  deviceId === undefined ? [] : [fill(octopus.timeline.device, { text: deviceId })]
