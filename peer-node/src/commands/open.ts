/** `open`: uses what is already here; after buying a demo's title a fresh licence is all it takes. */
import type { CommandLine } from "../argv.ts"
import { openContext } from "../context.ts"
import { openDataFolder } from "../data-folder.ts"
import { openReader, play, writeOut } from "../deliver.ts"
import { NodeError } from "../errors.ts"
import { obtainLicence, useOf } from "../licence-file.ts"
import type { Output } from "../output.ts"
import { isNamed, listShelf, loadManifest } from "../shelf.ts"

export async function open(line: CommandLine, output: Output, signal: AbortSignal): Promise<void> {
  const context = await openContext(openDataFolder(line.dataDir), line)
  const named = listShelf(context.folder).filter((h) => h.about.complete && isNamed(h.about, line.operand))
  if (named.length === 0) throw new NodeError("not_here", line.operand)
  const licence = await obtainLicence(context, named[0]!.about.titleId)
  const here = await findRelease(context, named, licence.rel)
  const reader = await openReader(context, here, licence)
  const use = useOf(licence)
  if (use === "timed" || line.serve) return play(context, reader, licence, output, signal)
  const written = await writeOut(reader, here, line.out, output, signal).finally(() => reader.close())
  output.result({ event: "opened", title: here.about.slug, use, ...written }, `${here.about.name}: in ${written.out}`)
}

type Context = Awaited<ReturnType<typeof openContext>>

/** Of several releases of the title, the one the licence is for. */
async function findRelease(context: Context, named: ReturnType<typeof listShelf>, releaseId: string) {
  for (const here of named) if ((await loadManifest(context, here.folder)).rel === releaseId) return here
  throw new NodeError("not_here", "another release of it is; `get` brings the one you have a licence for")
}
