/** The last step of `get` and `open`: the plaintext a licence opens, as files where it may be kept, else played from memory. */
import path from "node:path"
import { ProtocolError } from "../protocol/errors.ts"
import type { Licence } from "../protocol/licence.ts"
import type { NodeContext } from "./context.ts"
import { useOf } from "./licence-file.ts"
import type { Output } from "./output.ts"
import { showBytes } from "./output.ts"
import { PlainReader } from "./plain-reader.ts"
import { startPlayer } from "./player.ts"
import { bitsFile, type listShelf, loadManifest } from "./shelf.ts"
import { unpack } from "./unpack.ts"

type Here = ReturnType<typeof listShelf>[number]

/** A reader over a complete release with the licence's keys. Throws `wrong_object` for another release's licence. */
export async function openReader(context: NodeContext, here: Here, licence: Licence): Promise<PlainReader> {
  const manifest = await loadManifest(context, here.folder)
  if (licence.rel !== manifest.rel) throw new ProtocolError("wrong_object", "the licence is for another release")
  return PlainReader.open(bitsFile(here.folder), manifest, licence.keys, context.crypto)
}

/** Owned titles and trial parts only: the caller has looked at `useOf`. */
export async function writeOut(
  reader: PlainReader,
  here: Here,
  out: string | null,
  output: Output,
  signal: AbortSignal,
): Promise<{ out: string; files: { path: string; sizeBytes: number }[] }> {
  const folder = path.resolve(out ?? here.about.slug)
  const files = await unpack(reader, folder, signal)
  for (const file of files) output.event("file", file, `${file.path}  ${showBytes(file.sizeBytes)}`)
  return { out: folder, files }
}

/** Serves the title on this machine until the signal or the licence's end. */
export async function play(
  context: NodeContext,
  reader: PlainReader,
  licence: Licence,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const mayPlay = () => licence.exp === undefined || context.clock.nowSeconds() < licence.exp
  const player = await startPlayer(reader, mayPlay)
  const until = licence.exp === undefined ? null : new Date(licence.exp * 1000).toISOString()
  const facts = { url: player.url, files: player.files, use: useOf(licence), until }
  const ends = until ? `; the demo ends ${until.slice(0, 10)}` : ""
  output.event("serving", facts, `Open ${player.url} on this machine (Ctrl-C ends it${ends}). Nothing is saved.`)
  context.clock.follow(() => {})
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }))
  context.clock.stop()
  await player.close()
}
