"use client"
/** Chooses a title's cover and sends it at once; says what is wrong when it is not taken. */
import { useRouter } from "next/navigation"
import { useId, useState } from "react"
import { Notice } from "#components/ui/notice.tsx"

const MAX_BYTES = 5 * 1024 * 1024

type CoverPickerProps = { titleId: string; hasCover: boolean }

export function CoverPicker({ titleId, hasCover }: CoverPickerProps) {
  const id = useId()
  const router = useRouter()
  const [error, setError] = useState<string | null>(null)
  const [said, setSaid] = useState("")
  async function send(file: File) {
    setError(null)
    setSaid("Sending…")
    const problem =
      file.size > MAX_BYTES ? "A cover may have up to 5 MB; this one is larger." : await put(titleId, file)
    setError(problem)
    setSaid(problem ? "" : "The cover is in place.")
    if (!problem) router.refresh()
  }
  return (
    <div className="grid gap-2">
      <label htmlFor={id} className="text-14 font-semibold">
        {hasCover ? "Choose another cover" : "Choose a cover"}
      </label>
      <p className="text-14 text-muted">PNG, JPEG, WebP or AVIF, up to 5 MB. It keeps its own ratio.</p>
      <input
        id={id}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/avif"
        className="text-14 file:me-3 file:h-9 file:cursor-pointer file:rounded-input file:border file:border-edge file:bg-surface file:px-3 file:font-semibold file:text-ink"
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) void send(file)
        }}
      />
      <p role="status" className="min-h-5 text-14 text-ok">
        {said}
      </p>
      {error && <Notice tone="danger">{error}</Notice>}
    </div>
  )
}

/** Null when it was taken, else what to say. */
async function put(titleId: string, file: File): Promise<string | null> {
  try {
    const answer = await fetch(`/api/v1/titles/${titleId}/cover`, { method: "PUT", body: file })
    if (answer.ok) return null
    const said = (await answer.json().catch(() => null)) as { detail?: string } | null
    return said?.detail ?? "The cover was not taken; try another picture."
  } catch {
    return "The line broke; choose the picture again."
  }
}
