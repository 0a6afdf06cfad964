"use client"
/** A number of bytes for people: three significant figures, decimal units, the unit small and muted. */
import { formatCount, splitBytes } from "#lib/kernel/format.ts"
import { cx } from "./cx.ts"
import { useT } from "./words.tsx"

export function Bytes({ count, className }: { count: number | bigint; className?: string }) {
  const t = useT()
  const { figure, unit } = splitBytes(count, t.locale)
  return (
    <span className={cx("figures", className)} title={t("{count} bytes", { count: formatCount(count, t.locale) })}>
      {figure}
      <span className="text-[0.8em] text-muted">&nbsp;{unit}</span>
    </span>
  )
}
