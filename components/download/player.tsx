"use client"
/** Plays a film or a song while its pieces arrive: the player asks for ranges, and what it asks for comes first. */
import { useEffect, useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { useT } from "#components/ui/words.tsx"
import { DOWNLOAD_ERRORS, sentenceOf } from "./errors.ts"
import type { PageNode } from "./page-node.ts"
import { playAddress } from "./player-link.ts"
import { mediaOf, type PlacedFile } from "./release-files.ts"
import { BLOB_LIMIT_BYTES, blobOf } from "./save-files.ts"

type PlayerProps = { node: PageNode; file: PlacedFile; whole: boolean }

export function Player({ node, file, whole }: PlayerProps) {
  const [source, setSource] = useState<string | null>(null)
  const t = useT()
  const [noStream, setNoStream] = useState(false)
  useEffect(() => {
    let here = true
    playAddress(node, file).then(
      (address) => here && setSource(address),
      () => here && setNoStream(true),
    )
    return () => {
      here = false
    }
  }, [node, file])
  if (source) return <Screen source={source} file={file} name={node.offer.name} />
  if (!noStream) return null
  if (whole) return <FromMemory node={node} file={file} />
  return <Notice tone="info">{t("This browser plays it once all of it has arrived.")}</Notice>
}

/** Without a service worker, which some private windows lack, a file plays from memory once it is whole. */
function FromMemory({ node, file }: { node: PageNode; file: PlacedFile }) {
  const t = useT()
  const [source, setSource] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  useEffect(() => {
    const gone = new AbortController()
    let made: string | null = null
    if (file.sizeBytes > BLOB_LIMIT_BYTES) return setFailure(DOWNLOAD_ERRORS.too_large_to_save)
    blobOf(node.reader()!, file, gone.signal).then(
      (blob) => {
        made = URL.createObjectURL(blob)
        setSource(made)
      },
      (error: unknown) => {
        if (!gone.signal.aborted) setFailure(sentenceOf(error))
      },
    )
    return () => {
      gone.abort()
      if (made) URL.revokeObjectURL(made)
    }
  }, [node, file])
  if (failure) return <Notice tone="danger">{t.known(failure)}</Notice>
  return source && <Screen source={source} file={file} name={node.offer.name} />
}

function Screen({ source, file, name }: { source: string; file: PlacedFile; name: string }) {
  const t = useT()
  const [broken, setBroken] = useState(false)
  const [turn, setTurn] = useState(0)
  const label = `${name}: ${file.path}`
  const onError = () => setBroken(true)
  const again = () => {
    setBroken(false)
    setTurn(turn + 1)
  }
  return (
    <div className="grid gap-3">
      {mediaOf(file.path) === "video" ? (
        // biome-ignore lint/a11y/useMediaCaption: what captions a work has are part of its own file
        <video
          key={turn}
          src={source}
          controls
          playsInline
          preload="metadata"
          aria-label={label}
          onError={onError}
          className="aspect-video w-full rounded-card bg-sunken"
        />
      ) : (
        // biome-ignore lint/a11y/useMediaCaption: a song has none
        <audio
          key={turn}
          src={source}
          controls
          preload="metadata"
          aria-label={label}
          onError={onError}
          className="w-full"
        />
      )}
      {broken && (
        <div className="flex flex-wrap items-center gap-3">
          <p className="text-14 text-muted">{t("The player stopped waiting for the next piece.")}</p>
          <Button size="small" onClick={again}>
            {t("Play again")}
          </Button>
        </div>
      )}
    </div>
  )
}
