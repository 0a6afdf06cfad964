/** A short message in the flow of a page: what happened and what it means. */
import type { ReactNode } from "react"
import { cx } from "./cx.ts"

export type NoticeTone = "info" | "ok" | "danger" | "brass"

const TONES: Record<NoticeTone, { box: string; word: string }> = {
  info: { box: "border-info/35 bg-info-tint", word: "text-info" },
  ok: { box: "border-ok/35 bg-ok-tint", word: "text-ok" },
  danger: { box: "border-danger/35 bg-danger-tint", word: "text-danger" },
  brass: { box: "border-brass/35 bg-brass-tint", word: "text-brass" },
}

type NoticeProps = { tone?: NoticeTone; title?: string; children: ReactNode; className?: string }

/** Danger is announced at once (role alert), the rest politely. Focusable, so that a form can lead the reader to it. */
export function Notice({ tone = "info", title, children, className }: NoticeProps) {
  const look = TONES[tone]
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      tabIndex={-1}
      className={cx("rounded-card border px-4 py-3", look.box, className)}
    >
      {title && <p className={cx("font-semibold", look.word)}>{title}</p>}
      <div className="text-ink">{children}</div>
    </div>
  )
}
