/** `stock` and `unstock`: what stands on this node's shelf, through the running node or without one. */
import type { CommandLine } from "../argv.ts"
import { openContext } from "../context.ts"
import { findControl } from "../control.ts"
import { lockFolder, openDataFolder } from "../data-folder.ts"
import { DroppedList } from "../dropped-list.ts"
import { NodeError } from "../errors.ts"
import { openFetcher } from "../fetcher.ts"
import { UNWATCHED } from "../node.ts"
import type { Output } from "../output.ts"
import { isNamed, listShelf, Shelf } from "../shelf.ts"
import { watchWith } from "../watch.ts"

export async function stock(line: CommandLine, output: Output, signal: AbortSignal): Promise<void> {
  const folder = openDataFolder(line.dataDir)
  const context = await openContext(folder, line)
  const title = await context.platform.title(line.operand, signal)
  const fetcher = await openFetcher(context)
  try {
    new DroppedList(folder.dropped).deleteTitle(title.title_id)
    const request = { kind: "stock", titleId: title.title_id, originOnly: false, carry: true } as const
    const summary = await fetcher.fetch(request, watchWith(output), signal)
    const text = `${title.name} is on the shelf${(await findControl(folder)) ? "" : "; `fanfare-node run` carries it"}.`
    output.result({ event: "stocked", title: title.slug, ...summary }, text)
  } finally {
    await fetcher.close()
  }
}

export async function unstock(line: CommandLine, output: Output, signal: AbortSignal): Promise<void> {
  const folder = openDataFolder(line.dataDir)
  const control = await findControl(folder)
  const names = control
    ? ((await control.ask({ do: "unstock", title: line.operand }, UNWATCHED, signal)) as string[])
    : await unstockHere(line)
  output.result({ event: "unstocked", titles: names }, `${names.join(", ")}: off the shelf.`)
}

async function unstockHere(line: CommandLine): Promise<string[]> {
  const folder = openDataFolder(line.dataDir)
  const unlock = lockFolder(folder)
  try {
    const held = listShelf(folder).filter((h) => h.about.carry && isNamed(h.about, line.operand))
    if (held.length === 0) throw new NodeError("not_stocked", line.operand)
    const context = await openContext(folder, line)
    const dropped = new DroppedList(folder.dropped)
    const shelf = new Shelf(context)
    for (const { id, about } of held) {
      dropped.add(id, about.titleId)
      await shelf.putAway(id)
    }
    await shelf.close()
    return held.map((h) => h.about.name)
  } finally {
    unlock()
  }
}
