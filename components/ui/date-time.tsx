"use client"
/** An instant: UTC on the page, the reader's own zone on hover. */
import { useEffect, useState } from "react"
import { formatDate } from "#lib/kernel/format.ts"
import { useT } from "./words.tsx"

type DateTimeProps = { at: Date | string; mode?: "date" | "datetime"; className?: string }

export function DateTime({ at, mode = "date", className }: DateTimeProps) {
  const { locale } = useT()
  const instant = new Date(at)
  const iso = instant.toISOString()
  const [title, setTitle] = useState(iso)
  // Only the browser knows the reader's zone; the server's text stays, so nothing jumps.
  useEffect(() => {
    setTitle(new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" }).format(new Date(iso)))
  }, [iso])
  return (
    <time dateTime={iso} title={title} className={className}>
      {formatDate(instant, locale, mode === "date" ? "day" : "minute")}
    </time>
  )
}
