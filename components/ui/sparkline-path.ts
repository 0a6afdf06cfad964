/** The line of a sparkline: points from the left edge to the right one, zero at the foot, as an SVG path. */
/** More points than pixels are not seen; a series beyond this is cut to its latest. */
export const MAX_POINTS = 400

/** `line` and the `area` under it, in a box of `width` × `height`; a series of zeros lies on the foot. Bad numbers count as 0. */
export function sparklinePath(
  series: readonly number[],
  width: number,
  height: number,
): { line: string; area: string } {
  const values = series.slice(-MAX_POINTS).map((value) => (Number.isFinite(value) ? Math.max(0, value) : 0))
  if (values.length === 0) return { line: "", area: "" }
  const top = Math.max(...values, 0)
  const step = values.length === 1 ? 0 : width / (values.length - 1)
  const y = (value: number) => round(top === 0 ? height : height - (value / top) * height)
  const points = values.map((value, i) => `${round(i * step)} ${y(value)}`)
  // One value alone is drawn across, or there would be nothing to see.
  const line = `M${points.length === 1 ? `0 ${y(values[0]!)}L${width} ${y(values[0]!)}` : points.join("L")}`
  return { line, area: `${line}L${width} ${height}L0 ${height}Z` }
}

const round = (value: number): number => Math.round(value * 10) / 10
