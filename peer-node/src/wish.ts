/** What the owner's account may do with a title: by the library, a purchase before a demo. */
import { fromB64url, toHex } from "../protocol/bytes.ts"
import type { NodeContext } from "./context.ts"
import { NodeError } from "./errors.ts"
import { listShelf } from "./shelf.ts"

export interface Wish {
  readonly kind: "demo" | "purchase"
  readonly titleId: string
  readonly slug: string
  readonly name: string
  /** The release the right stands for, hex; null until a first session binds it. */
  readonly objectId: string | null
}

/** Throws `not_in_library`, `demo_over`, and what the platform refuses (a node without the right `library`). */
export async function findWish(context: NodeContext, title: string, signal: AbortSignal): Promise<Wish> {
  const { items } = await context.platform.library(signal)
  const named = items.filter((i) => i.slug === title || i.title_id === title)
  const nowMs = context.clock.nowMs()
  const live = named.filter((i) => i.state === "active" && (i.ends_at === null || Date.parse(i.ends_at) > nowMs))
  const best = live.find((i) => i.kind === "purchase") ?? live[0]
  if (!best && named.some((i) => i.kind === "demo")) throw new NodeError("demo_over")
  if (!best) throw new NodeError("not_in_library", `${context.pairing.origin}/titles/${encodeURIComponent(title)}`)
  const { kind, title_id: titleId, slug, name, obj } = best
  return { kind, titleId, slug, name, objectId: obj && toHex(fromB64url(obj, 32)) }
}

/** The wished release where it lies complete on this node. */
export function findLocal(context: Pick<NodeContext, "folder">, wish: { titleId: string; objectId: string | null }) {
  const complete = listShelf(context.folder).filter((h) => h.about.titleId === wish.titleId && h.about.complete)
  return complete.find((h) => wish.objectId === null || h.id === wish.objectId) ?? null
}
