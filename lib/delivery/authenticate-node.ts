/** Who signed this request: the node behind an `Authorization: Fanfare-Node` header. */
import { and, eq, isNull } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { nodes } from "#db/schema/delivery.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { fromB64url } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { verifyNodeRequest } from "#peer/protocol/node-auth.ts"
import { refuseProtocol } from "./refuse-protocol.ts"

export type NodeRow = typeof nodes.$inferSelect
export type NodeCall = { authorization: string | null; method: string; path: string; body: Uint8Array }

/** The active node; `unauthenticated` for a missing or wrong signature, `forbidden` for a suspended or removed node. */
export async function authenticateNode(db: DbOrTx, call: NodeCall): Promise<NodeRow> {
  if (!call.authorization)
    throw new AppError("unauthenticated", "This call is signed by a paired node; run `fanfare-node login`.")
  let node: NodeRow | undefined
  await refuseProtocol(() =>
    verifyNodeRequest(
      webCrypto(),
      call.authorization!,
      { method: call.method, path: call.path, body: call.body, nowSeconds: Math.floor(Date.now() / 1000) },
      async (nodeId) => {
        node = await findNode(db, nodeId)
        return node ? fromB64url(node.publicKey, 32) : null
      },
    ),
  )
  if (!node) throw new AppError("unauthenticated")
  if (node.state !== "active")
    throw new AppError("forbidden", `This node is ${node.state}; its owner sees why on the nodes page.`)
  return node
}

async function findNode(db: DbOrTx, nodeId: string): Promise<NodeRow | undefined> {
  if (!isId("node", nodeId)) return undefined
  // A suspended account's nodes are strangers too: they would act for it.
  const [row] = await db
    .select({ node: nodes })
    .from(nodes)
    .innerJoin(users, eq(users.id, nodes.ownerId))
    .where(and(eq(nodes.id, nodeId as Id<"node">), isNull(users.suspendedAt)))
  return row?.node
}

export function requireScope(node: NodeRow, scope: "carry" | "library"): void {
  if (node.scopes.includes(scope)) return
  throw new AppError("forbidden", `This node was not given the scope "${scope}"; pair it again and tick it.`)
}
