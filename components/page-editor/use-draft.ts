"use client"
/** The draft's keeper in a page: what Puck says goes to it, what it says is shown; nothing typed is lost on the way out. */
import { useCallback, useEffect, useRef, useState } from "react"
import type { PageDocument } from "#lib/pages/page-document.ts"
import { DraftKeeper, type SaveState } from "./draft-keeper.ts"
import type { EditorDoor } from "./editor-door.ts"
import type { UnsentDrafts } from "./unsent-drafts.ts"

type UseDraft = {
  door: EditorDoor
  unsent: UnsentDrafts
  revision: number
  savedAt: string | null
}

export function useDraft({ door, unsent, revision, savedAt }: UseDraft) {
  const [state, setState] = useState<SaveState>({ kind: "saved", at: savedAt })
  const keeper = useRef<DraftKeeper<PageDocument>>(null)
  keeper.current ??= new DraftKeeper<PageDocument>(revision, {
    send: (document, base) => door.saveDraft(document, base),
    keep: unsent.keep,
    forget: unsent.forget,
    show: setState,
    setTimer: (work, delayMs) => window.setTimeout(work, delayMs),
    clearTimer: (timer) => window.clearTimeout(timer as number),
  })
  const flush = useCallback(() => keeper.current!.flush(), [])
  useEffect(() => {
    const leaving = () => document.visibilityState === "hidden" && void flush()
    const back = () => void flush()
    document.addEventListener("visibilitychange", leaving)
    window.addEventListener("online", back)
    return () => {
      document.removeEventListener("visibilitychange", leaving)
      window.removeEventListener("online", back)
      keeper.current?.stop()
    }
  }, [flush])
  return { keeper: keeper.current, state }
}
