"use client"
/** A download under way or done: the ring, what can be pressed, the files that open. Loaded on demand. */
import { useEffect, useRef, useState, useSyncExternalStore } from "react"
import { Button } from "#components/ui/button.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { formatBytes } from "#lib/kernel/format.ts"
import { DownloadRing } from "./download-ring.tsx"
import { sentenceOf } from "./errors.ts"
import { FileList } from "./file-list.tsx"
import type { Offer, Snapshot } from "./offer.ts"
import { openNode } from "./open-nodes.ts"
import type { PageNode } from "./page-node.ts"
import { timeLeft } from "./rate-meter.ts"

export function PageDownload({ offer, startNow }: { offer: Offer; startNow: boolean }) {
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
  if (failure) return <Notice tone="danger">{failure}</Notice>
  return node ? <NodeView node={node} /> : <p role="status">One moment…</p>
}

function NodeView({ node }: { node: PageNode }) {
  const state = useSyncExternalStore(node.subscribe, node.snapshot, node.snapshot)
  const busy = state.phase === "opening" || state.phase === "fetching"
  useLeaveGuard(busy)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {state.failure && (
        <Notice tone="danger" title="The download stopped">
          {state.failure}
        </Notice>
      )}
      <DownloadRing label={`Download of ${node.offer.name}`} {...state} story={storyOf(state)} />
      {state.phase !== "complete" && (
        <div className="flex flex-wrap gap-3">
          {busy && <Button onClick={() => void node.pause()}>Pause</Button>}
          {state.phase === "resting" && (
            <Button variant="primary" onClick={() => node.start()}>
              {state.piecesHeld > 0 ? "Go on" : "Download"}
            </Button>
          )}
          {busy && <Forget node={node} words="Cancel" />}
        </div>
      )}
      {state.filesKnown && <FileList node={node} complete={state.phase === "complete"} />}
      {!busy && state.piecesHeld > 0 && <Forget node={node} words="Remove from this device" />}
    </div>
  )
}

function storyOf(state: Snapshot): string {
  if (state.phase === "complete") return "all of it on this device"
  if (state.phase === "resting") return state.piecesHeld > 0 ? "resting" : ""
  if (state.bytesPerSecond <= 0) return "asking the origin"
  const left = timeLeft(state.sizeBytes - state.originBytes - state.carrierBytes, state.bytesPerSecond)
  return [`${formatBytes(state.bytesPerSecond, "en")}/s`, left].filter(Boolean).join(", ")
}

/** Two presses, so that an evening's download is not gone by a slip. */
function Forget({ node, words }: { node: PageNode; words: string }) {
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
      <p className="text-14">Throw away what has arrived? Files you saved stay.</p>
      <Button variant="danger" size="small" onClick={forget}>
        Throw away
      </Button>
      <Button size="small" onClick={() => setAsked(false)}>
        Keep
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
