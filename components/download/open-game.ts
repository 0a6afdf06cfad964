/** Opens a game that is a web page: its files go into one document for a sandboxed frame that can reach nothing of ours. */

import { m } from "#lib/kernel/messages.ts"
import { DownloadError } from "./errors.ts"
import type { PageNode } from "./page-node.ts"
import { type PlacedFile, typeOf } from "./release-files.ts"
import type { ReleaseReader } from "./release-reader.ts"

/** A document this long still parses in a moment; larger games are for the disk. */
const DOCUMENT_LIMIT_BYTES = 64e6

/** The attributes by which a document names other files. */
const REFERENCES = [
  ["script[src]", "src"],
  ["link[rel~=stylesheet][href], link[rel~=icon][href]", "href"],
  ["img[src], audio[src], video[src], source[src]", "src"],
] as const

/** The document for `srcdoc`. Files of the release that it names by relative addresses are put into it. */
export async function gameDocument(node: PageNode, start: PlacedFile, signal: AbortSignal): Promise<string> {
  const reader = node.reader()
  if (!reader) throw new DownloadError("refused", m("The game is not here yet."))
  const html = new TextDecoder().decode(await wholeFile(reader, start, signal))
  const page = new DOMParser().parseFromString(html, "text/html")
  const files = new Map(node.files.map((f) => [f.path, f]))
  let bytes = start.sizeBytes
  for (const [selector, attribute] of REFERENCES) {
    for (const element of page.querySelectorAll(selector)) {
      const file = files.get(pathFrom(start.path, element.getAttribute(attribute) ?? ""))
      if (!file) continue
      bytes += file.sizeBytes
      if (bytes > DOCUMENT_LIMIT_BYTES)
        throw new DownloadError("refused", m("This game is too large to open in the page. Save it, and open it there."))
      element.setAttribute(attribute, await dataAddress(reader, file, signal))
    }
  }
  return `<!doctype html>\n${page.documentElement.outerHTML}`
}

/** `levels.js` beside `night/index.html` is `night/levels.js`; an address of another place is no path. */
export function pathFrom(page: string, reference: string): string {
  const base = "https://own.invalid/"
  if (!URL.canParse(reference, base + page)) return ""
  const url = new URL(reference, base + page)
  return url.href.startsWith(base) ? decodeURIComponent(url.pathname.slice(1)) : ""
}

async function wholeFile(reader: ReleaseReader, file: PlacedFile, signal: AbortSignal): Promise<Uint8Array> {
  const out = new Uint8Array(file.sizeBytes)
  let at = 0
  for await (const chunk of reader.chunks(file, signal)) {
    out.set(chunk, at)
    at += chunk.length
  }
  return out
}

async function dataAddress(reader: ReleaseReader, file: PlacedFile, signal: AbortSignal): Promise<string> {
  const bytes = await wholeFile(reader, file, signal)
  let binary = ""
  // `apply` takes its arguments on the stack: 32 KiB at a time.
  for (let at = 0; at < bytes.length; at += 32_768) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 32_768))
  }
  return `data:${typeOf(file.path)};base64,${btoa(binary)}`
}
