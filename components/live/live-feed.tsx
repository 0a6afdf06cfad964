"use client"
/** What just happened on the account, newest first; figures on the page refresh when something does. */
import { useRouter } from "next/navigation"
import { useEffect, useState } from "react"
import { DateTime } from "../ui/date-time.tsx"
import { useT } from "../ui/words.tsx"
import { activitySentence } from "./activity-sentence.ts"

export type FeedItem = { id: number; kind: string; payload: Record<string, string>; at: string }

const KINDS = ["click", "demo", "sale", "carriage", "settlement", "payout", "stock", "node"] as const
const SHOWN = 12
/** Several events of one moment refresh the page once. */
const REFRESH_MS = 700

export function LiveFeed({ initial }: { initial: FeedItem[] }) {
  const [items, setItems] = useState(initial)
  const router = useRouter()
  const t = useT()
  useEffect(() => {
    const after = initial[0]?.id ?? 0
    const source = new EventSource(`/api/v1/events?after=${after}`)
    let timer: ReturnType<typeof setTimeout> | undefined
    const refreshSoon = () => {
      clearTimeout(timer)
      timer = setTimeout(() => router.refresh(), REFRESH_MS)
    }
    const onEvent = (event: MessageEvent<string>) => {
      const item = JSON.parse(event.data) as FeedItem
      setItems((before) => (before.some((b) => b.id === item.id) ? before : [item, ...before].slice(0, SHOWN)))
      refreshSoon()
    }
    for (const kind of KINDS) source.addEventListener(kind, onEvent)
    // The bell's figure is the server's; a notice says again what another event here has said.
    source.addEventListener("notice", refreshSoon)
    return () => {
      clearTimeout(timer)
      source.close()
    }
  }, [initial, router])
  if (items.length === 0) {
    return (
      <p className="text-muted">{t("Clicks, demos, sales and carried bytes appear here the moment they happen.")}</p>
    )
  }
  return (
    <ol aria-live="polite" className="grid gap-0 divide-y divide-line" data-testid="live-feed">
      {items.map((item) => (
        <li key={item.id} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-2 text-14">
          <span>{activitySentence(t, item.kind, item.payload)}</span>
          <DateTime at={item.at} mode="datetime" className="text-muted" />
        </li>
      ))}
    </ol>
  )
}
