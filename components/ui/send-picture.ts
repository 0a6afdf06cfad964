/** Sends a picture to our door and says how far it is; the browser's fetch cannot tell the progress of what it sends. */
import type { PictureView } from "#lib/media/picture.ts"

export type SentPicture = PictureView & { sources: { avif: string; webp: string; jpeg: string } }
export type SendPicture = {
  file: Blob
  purpose: string
  /** `x,y,width,height`, or null for the whole picture. */
  crop: string | null
  alt?: string
  /** 0…1; 1 means that it is here and being made. */
  onProgress: (share: number) => void
  signal: AbortSignal
}

/** What the door said when it did not take it, in English; null when the line broke. */
export class PictureRefused extends Error {
  readonly detail: string | null
  constructor(detail: string | null) {
    super(detail ?? "the line broke")
    this.detail = detail
  }
}

/** Rejects with PictureRefused, or with the signal's reason. Sending the same picture twice makes one. */
export function sendPicture({ file, purpose, crop, alt, onProgress, signal }: SendPicture): Promise<SentPicture> {
  const query = new URLSearchParams({ purpose, ...(crop && { crop }), ...(alt !== undefined && { alt }) })
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open("POST", `/api/v1/media?${query}`)
    request.responseType = "json"
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0)
    request.onload = () => {
      const said = request.response as (SentPicture & { detail?: string }) | null
      if (request.status === 201 && said) resolve(said)
      else reject(new PictureRefused(said?.detail ?? null))
    }
    request.onerror = () => reject(new PictureRefused(null))
    request.onabort = () => reject(signal.reason)
    signal.addEventListener("abort", () => request.abort())
    request.send(file)
  })
}
