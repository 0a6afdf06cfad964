/** What can go wrong with a download in the page, each with a sentence that says what to do; `t.known` translates it where it is shown. */
import { m } from "#lib/kernel/messages.ts"

export const DOWNLOAD_ERRORS = {
  old_browser: m(
    "This browser lacks the cryptography a download needs (Ed25519 and X25519), or this page did not come over https. Use a current browser, or a node.",
  ),
  line: m("The line broke. What has arrived stays on this device; go on when you are online again."),
  damaged: m("A piece kept arriving damaged, so it was thrown away. Go on to ask for it again."),
  no_room: m("This device gives the browser too little room for this title. Free some space, or use a node."),
  too_large_to_save: m(
    "This browser can only hand over files of up to 1 GB. Use a browser that can write into a folder (Chrome, Edge), or a node.",
  ),
  elsewhere: m("Another tab of yours is downloading this title. Go on there, or close it first."),
  refused: m("The platform refused this."),
  broken_copy: m("A piece on this device was damaged and is fetched again. Go on to complete the copy."),
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

const STOPPED = m("The download stopped: {why}")

/** A sentence for the person, whatever was thrown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof DownloadError) return error.message
  if (error instanceof DOMException && error.name === "QuotaExceededError") return DOWNLOAD_ERRORS.no_room
  if (error instanceof Error) return STOPPED.replace("{why}", () => error.message)
  return m("The download stopped. Go on to try again.")
}

export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError"
