"use client"
/** What stands in the command palette: actions of the frame at once, places, titles and links as soon as the server has named them. */
import { useEffect, useState } from "react"
import { LOCALE_NAMES, LOCALES, type Translate } from "#lib/kernel/messages.ts"
import { useT } from "../ui/words.tsx"
import type { PaletteActions } from "./palette-button.tsx"
import type { PaletteItem } from "./palette-item.ts"

export type PaletteState = "asking" | "here" | "failed"

const TIMEOUT_MS = 8_000

export function usePaletteItems(signedIn: boolean): { items: PaletteItem[]; state: PaletteState } {
  const t = useT()
  const [asked, setAsked] = useState<PaletteItem[]>([])
  const [state, setState] = useState<PaletteState>("asking")
  useEffect(() => {
    const leave = new AbortController()
    fetch("/api/palette", { signal: AbortSignal.any([leave.signal, AbortSignal.timeout(TIMEOUT_MS)]) })
      .then(async (answer) => {
        if (!answer.ok) throw new Error(String(answer.status))
        setAsked(((await answer.json()) as { items: PaletteItem[] }).items)
        setState("here")
      })
      .catch(() => leave.signal.aborted || setState("failed"))
    return () => leave.abort()
  }, [])
  return { items: [...asked, ...frameActions(t, signedIn)], state }
}

function frameActions(t: Translate, signedIn: boolean): PaletteItem[] {
  const item = (run: string, label: string): PaletteItem => ({ id: run, group: "actions", label, run })
  return [
    item("theme:light", t("Light colours")),
    item("theme:dark", t("Dark colours")),
    item("theme:system", t("Colours as the system has them")),
    ...LOCALES.filter((locale) => locale !== t.locale).map((locale) => item(`locale:${locale}`, LOCALE_NAMES[locale])),
    ...(signedIn ? [item("sign-out", t("Sign out"))] : []),
  ]
}

/** Does what an action's id says; `onDone` after a choice that changes how pages look. */
export async function runAction(run: string, actions: PaletteActions, onDone: () => void): Promise<void> {
  if (run === "sign-out") return actions.signOut()
  const [name = "", value = ""] = run.split(":")
  const form = new FormData()
  form.set(name, value)
  await (name === "theme" ? actions.chooseTheme(form) : actions.chooseLanguage(form))
  onDone()
}
