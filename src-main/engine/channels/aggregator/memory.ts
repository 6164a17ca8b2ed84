/** What a channel remembers from one start to the next. None of it is about money: what is lost is asked for again. */
export type ChannelMemory = {
  lastEventId(): string | null
  keepLastEventId(id: string): void
  /** As the aggregator sent them, with the tag by which it knows them again. */
  settings(): { readonly text: string; readonly tag: string | null } | null
  keepSettings(text: string, tag: string | null): void
}
