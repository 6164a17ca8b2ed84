/** The set-up of the Octopus reader while it is being typed: read as a whole when it is saved. */
import { readerProfileSchema, type ReaderProfile } from '../../../../src-shared/contract/octopus.ts'

export type ReaderDraft = {
  readonly name: string
  readonly path: string
  /** Of the balance module; empty: there is none. */
  readonly modulePath: string
}
export type ReaderField = keyof ReaderDraft

/** What is stored: either of them may be missing. */
export type ReaderStored = {
  readonly profile: ReaderProfile | null
  readonly modulePath: string | null
}

export const readerDraftOf = ({ profile, modulePath }: ReaderStored): ReaderDraft => ({
  name: profile?.name ?? '',
  path: profile?.path ?? '',
  modulePath: modulePath ?? '',
})

/** What has to be saved; absent: as it is stored. */
export type ReaderChanges = {
  readonly profile?: ReaderProfile
  readonly module?: { readonly path: string } | null
}

export type ReaderRead =
  | { readonly ok: true; readonly changes: ReaderChanges }
  | { readonly ok: false; readonly wrong: ReadonlySet<ReaderField> }

/**
 * By the contract's own schema. A module may be had without a reader: where none is stored and
 * nothing was typed for one, only the module is read.
 */
export function readReaderDraft(draft: ReaderDraft, stored: ReaderStored): ReaderRead {
  const modulePath = draft.modulePath.trim()
  const moduleChanged = modulePath !== (stored.modulePath ?? '')
  const noReader = !stored.profile && draft.name.trim() === '' && draft.path.trim() === ''
  const module = moduleChanged ? { module: modulePath === '' ? null : { path: modulePath } } : {}
  if (noReader && moduleChanged) return { ok: true, changes: module }

  const read = readerProfileSchema.safeParse({ name: draft.name, path: draft.path })
  const wrong = new Set<ReaderField>()
  for (const { path } of read.error?.issues ?? []) wrong.add(path[0] === 'name' ? 'name' : 'path')
  if (modulePath !== '' && modulePath === draft.path.trim()) wrong.add('modulePath')
  if (!read.success || wrong.size > 0) return { ok: false, wrong }
  const { name, path } = read.data
  const same = name === stored.profile?.name && path === stored.profile.path
  return { ok: true, changes: { ...(same ? {} : { profile: read.data }), ...module } }
}
