/** Names with what they stand for, one below the other. */
export function FactList(props: {
  readonly facts: readonly (readonly [name: string, what: string])[]
}) {
  return (
    <dl className="octopus-facts">
      {props.facts.map(([name, what]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{what === '' ? '–' : what}</dd>
        </div>
      ))}
    </dl>
  )
}
