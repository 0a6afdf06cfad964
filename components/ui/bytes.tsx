/** A number of bytes for people: three significant figures, decimal units, the unit small and muted. */
import { cx } from "./cx.ts"

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"] as const

/** `{figure: "312", unit: "MB"}`; decimal units as disks and networks are sold (1 MB = 10^6 bytes). */
export function splitBytes(count: number | bigint): { figure: string; unit: string } {
  let value = Number(count)
  let unit = 0
  // 999.5 would print as 1 000 of the smaller unit.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
  return { figure: value.toFixed(digits).replace(/\.0+$/, ""), unit: UNITS[unit]! }
}

export const formatBytes = (count: number | bigint): string => {
  const { figure, unit } = splitBytes(count)
  return `${figure}\u00a0${unit}`
}

export function Bytes({ count, className }: { count: number | bigint; className?: string }) {
  const { figure, unit } = splitBytes(count)
  return (
    <span className={cx("figures", className)} title={`${Number(count).toLocaleString("en-US")} bytes`}>
      {figure}
      <span className="text-[0.8em] text-muted">&nbsp;{unit}</span>
    </span>
  )
}
