"use client"
/** Publishing: first everything is saved, then exactly that draft goes out; a second press meanwhile does nothing. */
import { useRef, useState } from "react"
import type { PageDocument } from "#lib/pages/page-document.ts"
import { useT } from "../ui/words.tsx"
import { useSay } from "./announcer.tsx"
import type { DraftKeeper } from "./draft-keeper.ts"
import type { EditorDoor } from "./editor-door.ts"
import { useEditorPage } from "./editor-page.ts"

/** This browser may hold the page as it was; the fan who looks at it now wants to see what just went out. */
async function renewSeen(address: string): Promise<void> {
  if (new URL(address).origin !== location.origin) return
  await fetch(address, { cache: "reload", signal: AbortSignal.timeout(RENEW_PATIENCE_MS) }).catch(() => null)
}

const RENEW_PATIENCE_MS = 3_000

type UsePublish = { door: EditorDoor; keeper: DraftKeeper<PageDocument>; onPublished: () => void }

export function usePublish({ door, keeper, onPublished }: UsePublish) {
  const t = useT()
  const say = useSay()
  const { address } = useEditorPage()
  const busy = useRef(false)
  const [isUnderWay, setUnderWay] = useState(false)
  const [isDone, setDone] = useState(false)
  const [wrong, setWrong] = useState("")
  const [number, setNumber] = useState(0)
  async function attempt(): Promise<string> {
    if (!(await keeper.flush()))
      return t("The draft is not saved yet, so it was not published. See above what is in the way.")
    const answer = await door.publish(keeper.revision)
    if (!answer.ok)
      return answer.away ? t("There is no connection; the page was not published.") : t.known(answer.detail)
    await renewSeen(address)
    setNumber(answer.number)
    onPublished()
    setDone(true)
    say(t("Published."))
    return ""
  }
  async function publish() {
    if (busy.current) return
    busy.current = true
    setUnderWay(true)
    setWrong("")
    setWrong(await attempt())
    busy.current = false
    setUnderWay(false)
  }
  return { publish, close: () => setDone(false), isUnderWay, isDone, wrong, number }
}
