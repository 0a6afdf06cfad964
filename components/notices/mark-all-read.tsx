"use client"
/** Marks all notices as read: the dots and the bell's figure go with the press, and the server's answer confirms it. */
import { useEffect } from "react"
import { Button } from "../ui/button.tsx"
import { useT } from "../ui/words.tsx"

type MarkAllReadProps = { upTo: string; mark: (form: FormData) => Promise<void> }

/** A plain form of a server action, so it works without script; app/globals.css hides what the attribute says is read. */
export function MarkAllRead({ upTo, mark }: MarkAllReadProps) {
  const t = useT()
  const say = (read: boolean) => document.documentElement.toggleAttribute("data-notices-read", read)
  // The button goes once the server says that nothing is unread, or one leaves the page: then the page itself is right.
  useEffect(() => () => void document.documentElement.removeAttribute("data-notices-read"), [])
  return (
    <form action={mark} onSubmit={() => say(navigator.onLine)}>
      <input type="hidden" name="upTo" value={upTo} />
      <Button type="submit" size="small">
        {t("Mark all as read")}
      </Button>
    </form>
  )
}
