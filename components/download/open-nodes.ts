/** The nodes of this tab, one per release: a download goes on while the person looks at other pages. */
import type { Offer } from "./offer.ts"
import { PageNode } from "./page-node.ts"

const open = new Map<string, { right: Offer["right"]; node: Promise<PageNode> }>()

/** The release's node; a new right (a demo that was bought) takes the copy over. */
export async function openNode(offer: Offer): Promise<PageNode> {
  const present = open.get(offer.obj)
  if (present?.right === offer.right) return present.node
  if (present) await (await present.node).pause()
  const node = PageNode.open(offer)
  open.set(offer.obj, { right: offer.right, node })
  node.catch(() => open.delete(offer.obj))
  return node
}
