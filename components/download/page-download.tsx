"use client"
/** A download under way or done: the ring, what can be pressed, the files that open. Loaded on demand. */
import { useEffect, useRef, useState, useSyncExternalStore } from "react"
import { Button } from "#components/ui/button.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { useT } from "#components/ui/words.tsx"
import { formatBytes } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { DownloadRing } from "./download-ring.tsx"
import { sentenceOf } from "./errors.ts"
import { FileList } from "./file-list.tsx"
import type { Offer, Snapshot } from "./offer.ts"
import { openNode } from "./open-nodes.ts"
import type { PageNode } from "./page-node.ts"
import { timeLeft } from "./rate-meter.ts"

export function PageDownload({ offer, startNow }: { offer: Offer; startNow: boolean }) {
  const t = useT()
  const [node, setNode] = useState<PageNode | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const first = useRef({ offer, startNow })
  useEffect(() => {
    const { offer, startNow } = first.current
    openNode(offer).then(
      (opened) => {
        setNode(opened)
        if (startNow) opened.start()
      },
      (error: unknown) => setFailure(sentenceOf(error)),
    )
  }, [])
  if (failure) return <Notice tone="danger">{t.known(failure)}</Notice>
  return node ? <NodeView node={node} /> : <p role="status">{t("One moment…")}</p>
}

function NodeView({ node }: { node: PageNode }) {
  const t = useT()
  const state = useSyncExternalStore(node.subscribe, node.snapshot, node.snapshot)
  const busy = state.phase === "opening" || state.phase === "fetching"
  useLeaveGuard(busy)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {state.failure && (
        <Notice tone="danger" title={t("The download stopped")}>
          {t.known(state.failure)}
        </Notice>
      )}
      <DownloadRing label={t("Download of {name}", { name: node.offer.name })} {...state} story={storyOf(t, state)} />
      {state.phase !== "complete" && (
        <div className="flex flex-wrap gap-3">
          {busy && <Button onClick={() => void node.pause()}>{t("Pause")}</Button>}
          {state.phase === "resting" && (
            <Button variant="primary" onClick={() => node.start()}>
              {state.piecesHeld > 0 ? t("Go on") : t("Download")}
            </Button>
          )}
          {busy && <Forget node={node} words={t("Cancel")} />}
        </div>
      )}
      {state.filesKnown && <FileList node={node} complete={state.phase === "complete"} />}
      {!busy && state.piecesHeld > 0 && <Forget node={node} words={t("Remove from this device")} />}
    </div>
  )
}

function storyOf(t: Translate, state: Snapshot): string {
  if (state.phase === "complete") return t("all of it on this device")
  if (state.phase === "resting") return state.piecesHeld > 0 ? t("resting") : ""
  if (state.bytesPerSecond <= 0) return t("asking the origin")
  const left = timeLeft(t, state.sizeBytes - state.originBytes - state.carrierBytes, state.bytesPerSecond)
  return [t("{speed} a second", { speed: formatBytes(state.bytesPerSecond, t.locale) }), left]
    .filter(Boolean)
    .join(", ")
}

/** Two presses, so that an evening's download is not gone by a slip. */
function Forget({ node, words }: { node: PageNode; words: string }) {
  const t = useT()
  const [asked, setAsked] = useState(false)
  if (!asked) {
    return (
      <Button className="justify-self-start" onClick={() => setAsked(true)}>
        {words}
      </Button>
    )
  }
  const forget = () => {
    setAsked(false)
    void node.forget()
  }
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-card bg-sunken px-4 py-2">
      <p className="text-14">{t("Throw away what has arrived? Files you saved stay.")}</p>
      <Button variant="danger" size="small" onClick={forget}>
        {t("Throw away")}
      </Button>
      <Button size="small" onClick={() => setAsked(false)}>
        {t("Keep")}
      </Button>
    </div>
  )
}

/** Leaving loses nothing but time; the browser asks all the same. */
function useLeaveGuard(active: boolean) {
  useEffect(() => {
    if (!active) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener("beforeunload", ask)
    return () => removeEventListener("beforeunload", ask)
  }, [active])
}
