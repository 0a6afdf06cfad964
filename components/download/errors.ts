/** What can go wrong with a download in the page, each with a sentence that says what to do. */

export const DOWNLOAD_ERRORS = {
  old_browser:
    "This browser lacks the cryptography a download needs (Ed25519 and X25519), or this page did not come over https. Use a current browser, or a node.",
  line: "The line broke. What has arrived stays on this device; go on when you are online again.",
  damaged: "A piece kept arriving damaged, so it was thrown away. Go on to ask for it again.",
  no_room: "This device gives the browser too little room for this title. Free some space, or use a node.",
  too_large_to_save:
    "This browser can only hand over files of up to 1 GB. Use a browser that can write into a folder (Chrome, Edge), or a node.",
  elsewhere: "Another tab of yours is downloading this title. Go on there, or close it first.",
  refused: "The platform refused this.",
  broken_copy: "A piece on this device was damaged and is fetched again. Go on to complete the copy.",
} as const

export type DownloadErrorCode = keyof typeof DOWNLOAD_ERRORS

/** `message` is for the person in front of the page. */
export class DownloadError extends Error {
  readonly code: DownloadErrorCode
  /** HTTP status behind a refusal, 0 otherwise. */
  readonly status: number

  constructor(code: DownloadErrorCode, detail?: string, status = 0, cause?: unknown) {
    super(detail || DOWNLOAD_ERRORS[code], { cause })
    this.name = "DownloadError"
    this.code = code
    this.status = status
  }
}

/** A sentence for the person, whatever was thrown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof DownloadError) return error.message
  if (error instanceof DOMException && error.name === "QuotaExceededError") return DOWNLOAD_ERRORS.no_room
  if (error instanceof Error) return `The download stopped: ${error.message}`
  return "The download stopped. Go on to try again."
}

export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError"
