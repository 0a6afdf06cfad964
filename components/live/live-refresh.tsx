"use client"
/** Keeps the figures of a page at what is true: when something happens on the account, they are read again. */
import { useRouter } from "next/navigation"
import { useEffect, useState } from "react"
import { useT } from "../ui/words.tsx"

/** Several events of one moment refresh the page once; a stormy minute, every few seconds. */
const REFRESH_MS = 2_000

export function LiveRefresh({ kinds }: { kinds: readonly string[] }) {
  const router = useRouter()
  const t = useT()
  const [live, setLive] = useState(false)
  const list = kinds.join(",")
  useEffect(() => {
    const source = new EventSource("/api/v1/events")
    let timer: ReturnType<typeof setTimeout> | undefined
    const refreshSoon = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        if (document.visibilityState === "visible") router.refresh()
      }, REFRESH_MS)
    }
    source.onopen = () => setLive(true)
    source.onerror = () => setLive(false)
    for (const kind of list.split(",")) source.addEventListener(kind, refreshSoon)
    // What happened behind another tab is caught up with on return.
    const onReturn = () => document.visibilityState === "visible" && refreshSoon()
    document.addEventListener("visibilitychange", onReturn)
    return () => {
      clearTimeout(timer)
      document.removeEventListener("visibilitychange", onReturn)
      source.close()
    }
  }, [list, router])
  return (
    <span className="inline-flex items-center gap-2 text-14 text-muted">
      <span aria-hidden="true" className={`size-2 rounded-chip ${live ? "bg-ok" : "bg-edge"}`} />
      {live ? t("Live: figures follow within seconds") : t("Figures as of this page's loading")}
    </span>
  )
}
