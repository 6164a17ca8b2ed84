/** The first rows of a new database. */
import type { Role } from '../../src-shared/permissions.ts'
import { failed } from '../../src-shared/result.ts'
import { uuidV7 } from '../../src-shared/ids.ts'
import type { Journal } from './journal/journal.ts'
import { StartRefused, type Parts } from './parts.ts'
import { counterCodeOf } from './payment/reference.ts'
import type { Staff } from './staff/staff.ts'

/** Writes row 1, which says for ever which counter and which environment this is, or checks it. */
export function foundCounter(
  parts: Pick<Parts, 'clock' | 'random' | 'environment' | 'version'>,
  journal: Journal,
): void {
  const { environment, clock, random, version } = parts
  if (journal.head().seq === 0) {
    const newUuid = () => uuidV7(clock.now(), random.bytes(10))
    const counterId = newUuid()
    const body = {
      v: 1,
      counterId,
      counterCode: counterCodeOf(random.bytes(4)),
      epochId: newUuid(),
      environment,
      version,
      continues: null,
    } as const
    journal.write([{ kind: 'epoch.opened', subject: counterId, body }])
  }
  const { environment: fixed } = journal.head()
  if (fixed !== environment) {
    throw new StartRefused(failed('wrongEnvironment', { fixed, wanted: environment }).failure)
  }
}

/** Notes who is paid through each channel, and with which key the counter signs there, where that is new. */
export function noteEnrolments(
  { database, enrolments }: Pick<Parts, 'database' | 'enrolments'>,
  journal: Journal,
): void {
  const noted = database.prepare<[string], { keyId: string; merchant: string }>(
    'SELECT keyId, merchant FROM enrolled WHERE channel = ?',
  )
  const news = enrolments.filter(({ channel, keyId, merchant }) => {
    const before = noted.get(channel)
    return before?.keyId !== keyId || before.merchant !== merchant
  })
  if (news.length === 0) return
  journal.write(
    news.map((enrolment) => ({
      kind: 'channel.enrolled',
      subject: enrolment.channel,
      body: { v: 1, ...enrolment },
    })),
  )
}

/** Learners, with the PINs that training shows on the sign-in screen. */
export async function foundTrainingStaff(
  { training, passwordHash }: Pick<Parts, 'training' | 'passwordHash'>,
  journal: Journal,
  staff: Staff,
): Promise<void> {
  if (!training || staff.tiles().length > 0) return
  const people = await Promise.all(
    training.staff.map(async ({ name, role, pin }) =>
      staff.add({ name, role, pinHash: await passwordHash.hash(pin) }),
    ),
  )
  journal.write(
    people.map(({ entry }) => entry),
    () => people.forEach(({ alongside }) => alongside()),
  )
}

/** A person that training brings along. */
export type Learner = { readonly name: string; readonly role: Role; readonly pin: string }
