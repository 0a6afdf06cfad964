"use client"
/** Plays a film or a song while its pieces arrive: the player asks for ranges, and what it asks for comes first. */
import { useEffect, useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Notice } from "#components/ui/notice.tsx"
import type { PageNode } from "./page-node.ts"
import { playAddress } from "./player-link.ts"
import { mediaOf, type PlacedFile } from "./release-files.ts"
import { BLOB_LIMIT_BYTES, blobOf } from "./save-files.ts"

export function Player({ node, file }: { node: PageNode; file: PlacedFile }) {
  const [source, setSource] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  useEffect(() => {
    let here = true
    const gone = new AbortController()
    let made: string | null = null
    playAddress(node, file)
      .catch(async (error: Error) => {
        // Without a service worker it plays once it is here, from memory.
        if (!node.isHeld(file) || file.sizeBytes > BLOB_LIMIT_BYTES) throw error
        made = URL.createObjectURL(await blobOf(node.reader()!, file, gone.signal))
        return made
      })
      .then(
        (address) => here && setSource(address),
        (error: Error) => here && setFailure(`${error.message} It plays once all of it has arrived.`),
      )
    return () => {
      here = false
      gone.abort()
      if (made) URL.revokeObjectURL(made)
    }
  }, [node, file])
  if (failure) return <Notice tone="info">{failure}</Notice>
  if (!source) return null
  return <Screen source={source} file={file} name={node.offer.name} />
}

function Screen({ source, file, name }: { source: string; file: PlacedFile; name: string }) {
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
          <p className="text-14 text-muted">The player stopped waiting for the next piece.</p>
          <Button size="small" onClick={again}>
            Play again
          </Button>
        </div>
      )}
    </div>
  )
}
