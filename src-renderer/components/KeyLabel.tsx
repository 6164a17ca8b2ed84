/** The key that does the same, as small as it may be and read out in full. */
export function KeyLabel({ name }: { readonly name: string }) {
  return (
    <kbd className="key-label">
      <span className="unseen">{name}</span>
      <span aria-hidden>{name.replace('Shift+', '⇧')}</span>
    </kbd>
  )
}
