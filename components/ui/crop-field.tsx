"use client"
/**
 * Takes a picture from the reader's machine: chosen or dropped, cut, sent to our door, and handed on when it is there.
 * Covers, galleries and the page editor use it.
 */
import { type DragEvent, type ReactNode, useEffect, useId, useReducer, useRef } from "react"
import { MAX_ALT, MAX_PICTURE_BYTES, type Purpose } from "#lib/media/picture.ts"
import { Button } from "./button.tsx"
import { type CropWish, cropOf, cropText, isWhole, WHOLE } from "./crop.ts"
import { type Aspect, CropFrame, type LocalPicture } from "./crop-frame.tsx"
import { cx } from "./cx.ts"
import { Progress } from "./progress.tsx"
import { PictureRefused, type SentPicture, sendPicture } from "./send-picture.ts"
import { useT } from "./words.tsx"

export type CropFieldProps = {
  /** "Cover", "A picture for the gallery". */
  label: string
  hint?: string
  purpose: Purpose
  /** The first is chosen. Absent: the picture's own shape. */
  aspects?: readonly Aspect[]
  /** Asks what the picture shows, for those who cannot see it; kept with it. */
  describe?: boolean
  /** The button that sends it: a verb. */
  send: string
  /** The picture is kept; rejects with a sentence when what follows (a cover being set) fails. */
  onPicture: (picture: SentPicture) => void | Promise<void>
}

type State = {
  file: File | null
  picture: LocalPicture | null
  wish: CropWish
  alt: string
  /** 0…1 while it is on its way. */
  progress: number | null
  error: string | null
  done: boolean
}

const EMPTY: State = { file: null, picture: null, wish: WHOLE, alt: "", progress: null, error: null, done: false }
const ACCEPT = "image/png,image/jpeg,image/webp,image/avif"

export function CropField({ label, hint, purpose, aspects = [], describe = false, send, onPicture }: CropFieldProps) {
  const t = useT()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const sending = useRef<AbortController | null>(null)
  const [state, set] = useReducer((was: State, change: Partial<State>) => ({ ...was, ...change }), EMPTY)
  const url = state.picture?.url
  useEffect(() => () => (url ? URL.revokeObjectURL(url) : undefined), [url])
  useEffect(() => () => sending.current?.abort(), [])

  async function take(file: File | undefined) {
    if (!file) return
    set({ ...EMPTY, wish: { ...WHOLE, ratio: aspects[0]?.ratio ?? null } })
    if (file.size > MAX_PICTURE_BYTES) return set({ error: t("A picture may have up to 20 MB.") })
    const picture = await readLocally(file)
    set(picture ? { file, picture } : { error: t("A picture is a PNG, JPEG, WebP or AVIF file.") })
  }

  async function submit() {
    if (!state.file || !state.picture || state.progress !== null) return
    sending.current = new AbortController()
    set({ error: null, progress: 0 })
    try {
      const crop = cropOf(state.wish, state.picture)
      const picture = await sendPicture({
        file: state.file,
        purpose,
        crop: isWhole(crop) ? null : cropText(crop),
        ...(describe && { alt: state.alt }),
        onProgress: (progress) => set({ progress }),
        signal: sending.current.signal,
      })
      await onPicture(picture)
      set({ ...EMPTY, done: true })
      if (input.current) input.current.value = ""
    } catch (error) {
      if (!sending.current.signal.aborted) set({ progress: null, error: sayWhy(t, error) })
    }
  }

  const describedBy = cx(hint && `${id}-hint`, state.error && `${id}-error`)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <DropPlace onFile={take}>
        <label htmlFor={id} className="font-semibold">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-14 text-muted">
          {hint ?? t("PNG, JPEG, WebP or AVIF, up to 20 MB. Drop it here or choose it.")}
        </p>
        <input
          ref={input}
          id={id}
          type="file"
          accept={ACCEPT}
          aria-describedby={describedBy || `${id}-hint`}
          aria-invalid={state.error ? true : undefined}
          className="w-full min-w-0 text-14 file:me-3 file:h-9 file:cursor-pointer file:rounded-input file:border file:border-edge file:bg-surface file:px-3 file:font-semibold file:text-ink"
          onChange={(event) => void take(event.target.files?.[0])}
        />
      </DropPlace>
      {state.error && (
        <p id={`${id}-error`} role="alert" className="flex gap-1.5 text-14 text-danger">
          <span aria-hidden="true">▲</span>
          <span>{state.error}</span>
        </p>
      )}
      {state.picture && (
        <>
          <CropFrame picture={state.picture} aspects={aspects} wish={state.wish} onWish={(wish) => set({ wish })} />
          {describe && <Description alt={state.alt} onAlt={(alt) => set({ alt })} />}
          {state.progress !== null && (
            <Progress
              label={state.progress < 1 ? t("Sending") : t("Making its sizes")}
              share={state.progress < 1 ? state.progress : null}
            />
          )}
          <div className="flex flex-wrap gap-3">
            <Button variant="primary" aria-disabled={state.progress !== null} onClick={() => void submit()}>
              {send}
            </Button>
            <Button
              variant="quiet"
              onClick={() => {
                sending.current?.abort()
                if (input.current) input.current.value = ""
                set(EMPTY)
              }}
            >
              {t("Take another")}
            </Button>
          </div>
        </>
      )}
      <p role="status" className={cx("text-14 text-ok", !state.done && "sr-only")}>
        {state.done ? t("The picture is in place.") : ""}
      </p>
    </div>
  )
}

function Description({ alt, onAlt }: { alt: string; onAlt: (alt: string) => void }) {
  const t = useT()
  const id = useId()
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-14 font-semibold">
        {t("What it shows")}
      </label>
      <input
        id={id}
        value={alt}
        maxLength={MAX_ALT}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onAlt(event.target.value)}
        className="h-11 w-full rounded-input border border-edge bg-surface px-3 text-16 text-ink hover:border-ink"
      />
      <p id={`${id}-hint`} className="text-14 text-muted">
        {t("One sentence, read to people who cannot see it. Leave it empty only where it is mere decoration.")}
      </p>
    </div>
  )
}

function sayWhy(t: ReturnType<typeof useT>, error: unknown): string {
  if (error instanceof PictureRefused && error.detail === null)
    return t("The line broke; what you chose is still here. Send it again.")
  return t.known(error instanceof Error ? error.message : String(error))
}

/** As the browser decodes it, upright; null when it cannot. */
function readLocally(file: File): Promise<LocalPicture | null> {
  const url = URL.createObjectURL(file)
  const image = new Image()
  return new Promise((resolve) => {
    image.onload = () => resolve({ url, width: image.naturalWidth, height: image.naturalHeight })
    image.onerror = () => {
      URL.revokeObjectURL(url)
      resolve(null)
    }
    image.src = url
  })
}

/** The whole box takes a dropped file; by keyboard it is the input inside it. */
function DropPlace({ onFile, children }: { onFile: (file: File | undefined) => void; children: ReactNode }) {
  const [over, setOver] = useReducer((_: boolean, next: boolean) => next, false)
  const stop = (event: DragEvent, isOver: boolean) => {
    event.preventDefault()
    setOver(isOver)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut for the file input inside
    <div
      className={cx(
        "grid grid-cols-[minmax(0,1fr)] gap-2 rounded-card border border-dashed p-4 transition-colors",
        over ? "border-brass bg-brass-tint" : "border-edge bg-surface",
      )}
      onDragOver={(event) => stop(event, true)}
      onDragLeave={(event) => stop(event, false)}
      onDrop={(event) => {
        stop(event, false)
        onFile(event.dataTransfer.files[0])
      }}
    >
      {children}
    </div>
  )
}
