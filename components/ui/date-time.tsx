"use client"
/** An instant: UTC on the page, the reader's own zone on hover. */
import { useEffect, useState } from "react"

type DateTimeProps = { at: Date | string; mode?: "date" | "datetime"; className?: string }

const OPTIONS: Record<"date" | "datetime", Intl.DateTimeFormatOptions> = {
  date: { day: "numeric", month: "long", year: "numeric" },
  datetime: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hour12: false },
}

/** "22 December 2026", or "22 Dec 2026, 14:03 UTC". */
export function formatInstant(at: Date, mode: "date" | "datetime" = "date", timeZone = "UTC"): string {
  const text = new Intl.DateTimeFormat("en-GB", { ...OPTIONS[mode], timeZone }).format(at)
  return mode === "datetime" && timeZone === "UTC" ? `${text} UTC` : text
}

export function DateTime({ at, mode = "date", className }: DateTimeProps) {
  const instant = new Date(at)
  const iso = instant.toISOString()
  const [title, setTitle] = useState(iso)
  // Only the browser knows the reader's zone; the server's text stays, so nothing jumps.
  useEffect(() => {
    setTitle(new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" }).format(new Date(iso)))
  }, [iso])
  return (
    <time dateTime={iso} title={title} className={className}>
      {formatInstant(instant, mode)}
    </time>
  )
}
