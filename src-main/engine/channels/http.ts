/** The web as the engine needs it: one question with one answer, and a stream. A part; the host brings it. */

export type HttpRequest = {
  readonly method: 'GET' | 'PUT' | 'POST'
  /** Absolute. */
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | null
}

export type HttpLimits = {
  readonly connectMs: number
  /** From the request to the last byte of the answer. */
  readonly answerMs: number
  /** A longer answer is given up. */
  readonly bytes: number
}

export type HttpAnswer =
  | {
      readonly kind: 'answered'
      readonly status: number
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>
      readonly body: Uint8Array
    }
  /** Whether anything arrived there is not known. */
  | { readonly kind: 'failed'; readonly reason: string }

export type HttpListener = {
  /** Once, before any data. */
  answered(status: number): void
  data(text: string): void
  /** Once, and nothing after it. */
  ended(reason: string): void
}

export type Http = {
  /** Never rejects, and follows no redirect. */
  ask(request: HttpRequest, limits: HttpLimits): Promise<HttpAnswer>
  /** Holds a stream open. @returns how to end it */
  listen(
    request: HttpRequest,
    limits: Pick<HttpLimits, 'connectMs'>,
    listener: HttpListener,
  ): () => void
}
