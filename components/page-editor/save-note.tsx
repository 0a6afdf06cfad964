"use client"
/** Whether what one typed is safe, in few words. */
import { formatDate } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { cx } from "../ui/cx.ts"
import { useT } from "../ui/words.tsx"
import type { SaveState } from "./draft-keeper.ts"

/** The fan's own: the editor is drawn in the browser only. */
const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone

export function SaveNote({ state }: { state: SaveState }) {
  const t = useT()
  const isTrouble = state.kind === "away" || state.kind === "refused" || state.kind === "conflict"
  return (
    <p
      role={isTrouble ? "status" : undefined}
      className={cx("truncate text-12", isTrouble ? "text-danger" : "text-muted")}
      data-save={state.kind}
    >
      {noteOf(state, t)}
    </p>
  )
}

function noteOf(state: SaveState, t: Translate): string {
  switch (state.kind) {
    case "saved":
      return state.at
        ? t("Draft saved at {time}", { time: formatDate(new Date(state.at), t.locale, "time", OWN_ZONE) })
        : t("Draft saved")
    case "unsaved":
    case "saving":
      return t("Saving…")
    case "away":
      return state.kept
        ? t("No connection. Kept in this browser, sent when it is back.")
        : t("No connection. Keep this window open; it is sent when the connection is back.")
    case "refused":
      return state.signIn ? t("Not saved: you are signed out.") : t("Not saved.")
    case "conflict":
      return t("Changed in another window.")
  }
}
