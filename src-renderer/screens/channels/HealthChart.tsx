import { useId } from 'react'
import { healthBars, type ChannelView } from '../../../src-shared/contract/channels.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showMinute } from '../../../src-shared/texts/show.ts'
import { useWords } from '../../state/words.ts'
import { chartHeight, chartOf, chartWidth } from './chart.ts'
import { durationWords } from './channelWords.ts'

type Point = { readonly x: number; readonly y: number }

/** Bars for the answers, hatched where they failed, and a line for how long they took. */
export function HealthChart({
  channel,
  nowMs,
}: {
  readonly channel: ChannelView
  readonly nowMs: number
}) {
  const { texts } = useWords()
  const { channels: words } = texts
  const hatch = useId()
  const chart = chartOf(channel.history, nowMs)
  if (!chart) return <p className="chart-none">{words.chartNone}</p>
  return (
    <figure className="chart">
      <svg
        className="chart-drawn"
        viewBox={`0 0 ${chartWidth} ${chartHeight}`}
        preserveAspectRatio="none"
        aria-hidden
      >
        <defs>
          <pattern
            id={hatch}
            width="5"
            height="5"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect className="chart-hatch-ground" width="5" height="5" />
            <rect className="chart-hatch-line" width="2" height="5" />
          </pattern>
        </defs>
        <line className="chart-base" x1="0" x2={chartWidth} y1={chartHeight} y2={chartHeight} />
        {chart.bars.map((bar) => (
          <g key={bar.fromMs}>
            <rect
              className="chart-bar"
              x={bar.x}
              y={chartHeight - bar.height}
              width={bar.width}
              height={bar.height}
            />
            {bar.failedHeight > 0 && (
              <rect
                className="chart-failed"
                fill={`url(#${hatch})`}
                x={bar.x}
                y={chartHeight - bar.failedHeight}
                width={bar.width}
                height={bar.failedHeight}
              />
            )}
          </g>
        ))}
        {chart.lines.map((points) => (
          <polyline key={points[0]?.x} className="chart-line" points={lineThrough(points)} />
        ))}
      </svg>
      <div className="chart-axis" aria-hidden>
        <span>{showMinute(chart.fromMs)}</span>
        <span>{words.now}</span>
      </div>
      <figcaption className="chart-legend" aria-hidden>
        <span className="chart-key chart-key-bar">
          {fill(words.chartBars, { n: chart.mostAsked })}
        </span>
        <span className="chart-key chart-key-failed">{words.chartFailed}</span>
        <span className="chart-key chart-key-line">
          {fill(words.chartLine, { time: durationWords(texts, chart.mostMs) })}
        </span>
      </figcaption>
      <ChartTable channel={channel} />
    </figure>
  )
}

/** A bar alone between gaps is as wide as a bar: of a single point nothing would be drawn. */
function lineThrough(points: readonly Point[]): string {
  const [only] = points
  const half = chartWidth / healthBars / 2 - 1
  const drawn =
    only && points.length === 1
      ? [
          { x: only.x - half, y: only.y },
          { x: only.x + half, y: only.y },
        ]
      : points
  return drawn.map(({ x, y }) => `${x},${y}`).join(' ')
}

/** The same in numbers, for whoever does not see the drawing. */
function ChartTable({ channel }: { readonly channel: ChannelView }) {
  const { texts } = useWords()
  const { channels: words } = texts
  return (
    <table className="unseen">
      <caption>{fill(words.chart, { channel: channel.id })}</caption>
      <thead>
        <tr>
          {[words.from, words.answers, words.failed, words.slowest, words.state].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {channel.history
          .filter(({ asked }) => asked > 0)
          .map((one) => (
            <tr key={one.fromMs}>
              <th scope="row">{showMinute(one.fromMs)}</th>
              <td>{one.asked}</td>
              <td>{one.failed}</td>
              <td>{one.p95Ms === null ? '–' : durationWords(texts, one.p95Ms)}</td>
              <td>{words.states[one.worst]}</td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}
