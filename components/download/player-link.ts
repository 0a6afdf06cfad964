/** The line between the player's service worker and the files of this page: addresses that play while their pieces arrive. */
import { isAbort } from "./errors.ts"
import type { PageNode } from "./page-node.ts"
import { partialHeaders, wantedRange } from "./play-range.ts"
import { type PlacedFile, typeOf } from "./release-files.ts"

const SCRIPT = "/player-sw.js"
/** Everything: a page counts by the address it was first loaded at, which may have been a title's. */
const SCOPE = "/"
const PREFIX = "/library/~play/"
const TAKE_OVER_MS = 5_000

type Served = { node: PageNode; file: PlacedFile }
type Question = { fanfare?: unknown; pathname: string; range: string | null }
type Answer = { status: number; headers: Record<string, string>; body: ArrayBuffer | null }

const served = new Map<string, Served>()
let listening = false

/** An address of this page that plays the file; it ends with the page. Rejects where service workers are not to be had. */
export async function playAddress(node: PageNode, file: PlacedFile): Promise<string> {
  await takeOver()
  if (!listening) navigator.serviceWorker.addEventListener("message", onMessage)
  listening = true
  const path = `${PREFIX}${node.offer.obj}/${file.part}/${file.path.split("/").map(encodeURIComponent).join("/")}`
  served.set(new URL(path, location.href).pathname, { node, file })
  return path
}

async function takeOver(): Promise<void> {
  if (!("serviceWorker" in navigator)) throw new Error("no service workers here")
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error("the player's worker did not start")), TAKE_OVER_MS)
  })
  await Promise.race([becomeControlled(), late])
}

async function becomeControlled(): Promise<void> {
  await navigator.serviceWorker.register(SCRIPT, { scope: SCOPE })
  const { active } = await navigator.serviceWorker.ready
  if (navigator.serviceWorker.controller) return
  const controlled = new Promise<void>((resolve) => {
    navigator.serviceWorker.addEventListener("controllerchange", () => resolve(), { once: true })
  })
  active?.postMessage("claim")
  await controlled
}

function onMessage(event: MessageEvent<Question>): void {
  const [port] = event.ports
  if (event.data?.fanfare !== "play" || !port) return
  const gone = new AbortController()
  port.onmessage = () => gone.abort()
  answer(event.data, gone.signal).then(
    (said) => port.postMessage(said, said.body ? [said.body] : []),
    (error: unknown) => {
      if (!isAbort(error)) port.postMessage({ status: 503, headers: {}, body: null } satisfies Answer)
    },
  )
}

/** At most up to the end of one piece, so that the first frame needs one piece only. */
async function answer({ pathname, range }: Question, signal: AbortSignal): Promise<Answer> {
  const found = served.get(pathname)
  const reader = found?.node.reader()
  if (!found || !reader) return { status: 404, headers: {}, body: null }
  const { file } = found
  const wanted = wantedRange(range, file.sizeBytes)
  if (!wanted) return { status: 416, headers: { "content-range": `bytes */${file.sizeBytes}` }, body: null }
  const bytes = await reader.readSome(file, wanted.first, wanted.last - wanted.first + 1, signal)
  const headers = partialHeaders(wanted.first, bytes.length, file.sizeBytes, typeOf(file.path))
  // A copy: the reader keeps its piece, and what is posted leaves this page.
  return { status: 206, headers, body: new Uint8Array(bytes).buffer }
}
