import { create } from 'qrcode'
import { useMemo } from 'react'

/** Light modules around a code, as its standard wants them. */
const quietZone = 4

/** A code to be scanned: always dark on white, whatever the theme. */
export function Code({
  text,
  label,
  look = 'payer',
}: {
  readonly text: string
  readonly label: string
  /** `payer`: as large as there is room, for a customer's phone. `small`: as on paper. */
  readonly look?: 'payer' | 'small'
}) {
  const { side, path } = useMemo(() => draw(text), [text])
  return (
    <svg
      className={look === 'payer' ? 'code' : 'code-small'}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      data-testid={look === 'payer' ? 'code' : 'code-small'}
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

/** One run of dark modules is one rectangle: no hairlines between neighbours. */
function draw(text: string): { readonly side: number; readonly path: string } {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const { size } = modules
  let path = ''
  for (let row = 0; row < size; row += 1) {
    let column = 0
    while (column < size) {
      const start = column
      while (column < size && modules.get(row, column) === 1) column += 1
      const run = column - start
      if (run > 0) path += `M${start + quietZone} ${row + quietZone}h${run}v1h-${run}z`
      else column += 1
    }
  }
  return { side: size + 2 * quietZone, path }
}
