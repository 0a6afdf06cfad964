"use client"
/** A game that is a web page, opened in a frame of its own that can reach neither this page nor the account. */
import { useEffect, useRef, useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { useT } from "#components/ui/words.tsx"
import { isAbort, sentenceOf } from "./errors.ts"
import { gameDocument } from "./open-game.ts"
import type { PageNode } from "./page-node.ts"
import type { PlacedFile } from "./release-files.ts"

type GameFrameProps = { node: PageNode; start: PlacedFile; primary: boolean }

export function GameFrame({ node, start, primary }: GameFrameProps) {
  const t = useT()
  const [html, setHtml] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [opening, setOpening] = useState(false)
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])
  const open = async () => {
    abort.current = new AbortController()
    setOpening(true)
    setFailure(null)
    try {
      setHtml(await gameDocument(node, start, abort.current.signal))
    } catch (error) {
      if (!isAbort(error)) setFailure(sentenceOf(error))
    } finally {
      setOpening(false)
    }
  }
  if (html !== null) return <Frame html={html} name={node.offer.name} close={() => setHtml(null)} />
  return (
    <div className="grid justify-items-start gap-3">
      {failure && <Notice tone="danger">{t.known(failure)}</Notice>}
      <Button
        variant={primary ? "primary" : "secondary"}
        aria-disabled={opening}
        onClick={() => !opening && void open()}
      >
        {opening ? t("Opening…") : t("Play it here")}
      </Button>
    </div>
  )
}

function Frame({ html, name, close }: { html: string; name: string; close: () => void }) {
  const t = useT()
  const frame = useRef<HTMLIFrameElement>(null)
  useEffect(() => frame.current?.focus(), [])
  return (
    <div className="grid gap-3">
      <iframe
        ref={frame}
        title={name}
        srcDoc={html}
        // No allow-same-origin: the game gets an origin of its own, without cookies or storage of ours.
        sandbox="allow-scripts allow-pointer-lock"
        allow="fullscreen; gamepad; autoplay"
        className="h-[min(80vh,720px)] w-full rounded-card border border-line bg-sunken"
      />
      <div className="flex gap-3">
        <Button onClick={() => void frame.current?.requestFullscreen()}>{t("Fill the screen")}</Button>
        <Button onClick={close}>{t("Close the game")}</Button>
      </div>
    </div>
  )
}
