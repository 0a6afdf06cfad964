/** The mark of a site whose fan has proved that it is theirs: a tick, its word, and the place. */
import type { Translate } from "#lib/kernel/messages.ts"
import { cx } from "../ui/cx.ts"

type ProvedMarkProps = {
  t: Translate
  /** Null: only the mark, where the address stands beside it. */
  place: string | null
  className?: string
}

export function ProvedMark({ t, place, className }: ProvedMarkProps) {
  return (
    <span
      className={cx("inline-flex max-w-full items-center gap-1.5 text-14 font-semibold text-ok", className)}
      title={t("The fan has proved that this site is theirs.")}
      data-proved
    >
      <svg viewBox="0 0 16 16" aria-hidden="true" className="size-4 shrink-0">
        <circle cx="8" cy="8" r="8" fill="currentColor" />
        <path
          d="m4.6 8.3 2.3 2.3 4.5-4.8"
          fill="none"
          className="stroke-surface"
          strokeWidth="1.8"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span className="shrink-0">{t("Verified")}</span>
      {place !== null && (
        <bdi dir="ltr" className="min-w-0 truncate font-mono text-12 font-normal text-muted">
          {place}
        </bdi>
      )}
    </span>
  )
}
