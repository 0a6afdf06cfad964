/** `get`: downloads what the account owns or tries, through the swarm, and writes what the licence lets one keep. */
import type { CommandLine } from "../argv.ts"
import { type NodeContext, openContext } from "../context.ts"
import { findControl } from "../control.ts"
import { lockFolder, openDataFolder } from "../data-folder.ts"
import { openReader, writeOut } from "../deliver.ts"
import { hasSession } from "../download-session.ts"
import { NodeError } from "../errors.ts"
import type { FetchSummary } from "../fetch-queue.ts"
import { type Fetcher, openFetcher } from "../fetcher.ts"
import { obtainLicence, useOf } from "../licence-file.ts"
import type { Output } from "../output.ts"
import { showBytes } from "../output.ts"
import { watchWith } from "../watch.ts"
import { findLocal, findWish, type Wish } from "../wish.ts"
import { raise, untilAborted } from "./run.ts"

export async function get(line: CommandLine, output: Output, signal: AbortSignal): Promise<void> {
  const context = await openContext(openDataFolder(line.dataDir), line)
  if (line.code !== null) await typeCode(context, line.code, output, signal)
  if (line.tries) await startDemo(context, line.operand, output, signal)
  const wish = await findWish(context, line.operand, signal)
  const stays = line.keepCarrying && (await findControl(context.folder)) === null
  const fetcher = stays ? await raiseFetcher(context, line, output) : await openFetcher(context)
  try {
    const summary = await fetchWish(context, fetcher, wish, line, output, signal)
    await deliver(context, wish, summary, line, output, signal)
    if (stays) await untilAborted(signal)
  } finally {
    await fetcher.close()
  }
}

/** Before the demo: whom it is credited to is decided when it starts. */
async function typeCode(context: NodeContext, given: string, output: Output, signal: AbortSignal): Promise<void> {
  const { code, name, until } = await context.platform.typeCode(given, signal)
  const fan = name ?? "whoever has it"
  const what = `${code}: ${fan} is credited for what you buy or try until ${until.slice(0, 10)}; it costs you nothing`
  output.event("code", { code, name, until }, what)
}

async function startDemo(context: NodeContext, title: string, output: Output, signal: AbortSignal): Promise<void> {
  const { slug, name, ends_at, already } = await context.platform.startDemo(title, signal)
  const what = `${name}: the demo ${already ? "runs" : "starts now and runs"} until ${ends_at.slice(0, 10)}`
  output.event("demo", { title: slug, ends_at, already }, what)
}

/** A node of its own for this command, which serves while it fetches and afterwards. */
async function raiseFetcher(context: NodeContext, line: CommandLine, output: Output): Promise<Fetcher> {
  const unlock = lockFolder(context.folder)
  try {
    const { node, stop } = await raise(context, line, output)
    const close = () => stop().finally(unlock)
    return { fetch: (request, watch, signal) => node.fetch(request, watch, signal), close }
  } catch (error) {
    unlock()
    throw error
  }
}

/** Null when everything is here and was reported before: buying a demo's title needs no second download. */
async function fetchWish(
  context: NodeContext,
  fetcher: Fetcher,
  wish: Wish,
  line: CommandLine,
  output: Output,
  signal: AbortSignal,
): Promise<FetchSummary | null> {
  const local = findLocal(context, wish)
  if (local?.about.got && !hasSession(context, wish.kind, wish.titleId)) return null
  const { kind, titleId } = wish
  // Bits that are all here from stocking need no carriers, only a report that they are.
  const originOnly = line.originOnly || local !== null
  return fetcher.fetch({ kind, titleId, originOnly, carry: line.keepCarrying }, watchWith(output), signal)
}

async function deliver(
  context: NodeContext,
  wish: Wish,
  summary: FetchSummary | null,
  line: CommandLine,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const here = findLocal(context, { titleId: wish.titleId, objectId: summary?.id ?? wish.objectId })
  if (!here) throw new NodeError("not_here", wish.slug)
  const licence = await obtainLicence(context, wish.titleId)
  const use = useOf(licence)
  const facts = { event: "got", title: wish.slug, kind: wish.kind, use, obj: here.id, ...(summary ?? NOTHING) }
  const from = summary ? sources(summary) : "everything was here already"
  if (use === "timed") {
    output.result({ ...facts, out: null, files: [] }, `${wish.name}: ${from}. Open it: fanfare-node open ${wish.slug}`)
    return
  }
  const reader = await openReader(context, here, licence)
  const written = await writeOut(reader, here, line.out, output, signal).finally(() => reader.close())
  output.result({ ...facts, ...written }, `${wish.name}: ${from}. In ${written.out}`)
}

const NOTHING: FetchSummary = { id: "", sessionId: "", bytesFromCarriers: 0, bytesFromOrigin: 0, perTicket: [] }

const sources = (s: FetchSummary): string =>
  `${showBytes(s.bytesFromCarriers)} from ${s.perTicket.filter((t) => t.bytes > 0).length} fans, ${showBytes(s.bytesFromOrigin)} from the origin`
