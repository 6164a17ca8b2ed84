/** Which call of the contract a request is. */
import { aggregatorCalls, type AggregatorCallName } from '../../../src-shared/aggregator/calls.ts'
import type { HttpRequest } from '../../engine/channels/http.ts'

export type Called = {
  readonly name: AggregatorCallName
  /** What it is about; empty where the path names nothing. */
  readonly id: string
  readonly path: string
  readonly query: URLSearchParams
}

const routes = Object.entries(aggregatorCalls).map(([name, { method, path }]) => ({
  name: name as AggregatorCallName,
  method,
  pattern: new RegExp(`^${path.replace('{id}', '(?<id>[^/]+)')}$`, 'u'),
}))

/** @returns null where the contract has no such call */
export function calledBy({ method, url }: Pick<HttpRequest, 'method' | 'url'>): Called | null {
  if (!URL.canParse(url)) return null
  const { pathname: path, searchParams: query } = new URL(url)
  for (const route of routes) {
    const match = route.method === method ? route.pattern.exec(path) : null
    if (match) return { name: route.name, id: match.groups?.['id'] ?? '', path, query }
  }
  return null
}
