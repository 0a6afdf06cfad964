/** What each act of an operator is called. */
import type { Translate } from "#lib/kernel/messages.ts"

/** An act of another version of Fanfare keeps its own word. */
export function actName(t: Translate, act: string): string {
  const names: Record<string, string> = {
    approve: t("Approved"),
    refuse: t("Refused"),
    ask: t("Asked the publisher"),
    "take-down": t("Took down"),
    restore: t("Brought back"),
    "hide-site": t("Hid the page"),
    "show-site": t("Showed the page again"),
    suspend: t("Suspended"),
    "lift-suspension": t("Lifted the suspension"),
    "close-flag": t("Closed a flag"),
    export: t("Handed out the data"),
    "ask-erasure": t("Asked for erasure"),
    "cancel-erasure": t("Called the erasure off"),
  }
  return names[act] ?? act
}

export function titleStateName(t: Translate, state: string): string {
  const names: Record<string, string> = {
    draft: t("draft"),
    in_review: t("waits for review"),
    published: t("on offer"),
    withdrawn: t("withdrawn"),
    taken_down: t("taken down"),
  }
  return names[state] ?? state
}
