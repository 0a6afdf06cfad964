"use client"
/** Folds, unfolds or puts away the first steps: gone with the press, and a word at the edge of the page that takes it back. */
import { type FormEvent, startTransition, useRef } from "react"
import { toast } from "../ui/toasts.ts"
import { useT } from "../ui/words.tsx"

type ChecklistWishProps = {
  arrange: (data: FormData) => Promise<void>
  wish: "open" | "folded" | "away"
  label: string
}

/** A plain form of a server action, so it works without script. */
export function ChecklistWish({ arrange, wish, label }: ChecklistWishProps) {
  const t = useT()
  const form = useRef<HTMLFormElement>(null)
  const undo = () => {
    const back = new FormData()
    back.set("wish", "open")
    startTransition(() => arrange(back))
  }
  const goAtOnce = (event: FormEvent) => {
    if (!navigator.onLine) {
      event.preventDefault()
      toast(t("You are offline; the list stays until you are back."), { tone: "info" })
    } else if (wish === "away") {
      form.current?.closest("section")?.classList.add("opacity-40")
      toast(t("Your first steps are put away. The settings can show them again."), {
        action: { label: t("Undo"), run: undo },
      })
    }
  }
  return (
    <form ref={form} action={arrange} onSubmit={goAtOnce}>
      <button
        type="submit"
        name="wish"
        value={wish}
        className="h-9 rounded-input px-3 text-14 font-semibold text-muted hover:bg-sunken hover:text-ink"
      >
        {label}
      </button>
    </form>
  )
}
