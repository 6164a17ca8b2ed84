/** The windows that have a page, and where it is: the same in both hosts. */
import type { Window } from '../../src-shared/contract/define.ts'

type Page = {
  /** As it stands in the address. */
  readonly path: string
  /** Among the built screens. */
  readonly file: string
}

export const pages = {
  till: { path: '/', file: '/index.html' },
  customer: { path: '/customer', file: '/customer.html' },
} as const satisfies Partial<Record<Window, Page>>

/** A window that has a page. */
export type PageWindow = keyof typeof pages

export const pageWindows = Object.keys(pages) as readonly PageWindow[]

/** The file of the page at this path; a path that is no page's is a file's own. */
export const fileAt = (path: string): string =>
  Object.values(pages).find((page) => page.path === path)?.file ?? path

export const isPage = (path: string): boolean => fileAt(path) !== path

/** @returns null where no window of that name has a page */
export const pageWindow = (name: string): PageWindow | null =>
  pageWindows.find((window) => window === name) ?? null
