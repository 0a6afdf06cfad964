/** Who calls the machine API: a node by its signature, or a page by its session cookie. */
import "server-only"
import type { z } from "zod"
import { authenticateNode, type NodeRow, requireScope } from "#lib/delivery/authenticate-node.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { deps } from "./deps.ts"
import { assertOwnPage, DEFAULT_BODY_BYTES, parse, readBody } from "./route.ts"
import { requireActor } from "./session.ts"

export type NodeCaller = { node: NodeRow; body: Uint8Array }
/** `node` is null for a page of our own. */
export type Caller = { userId: Id<"user">; node: NodeRow | null; body: Uint8Array }

/** The node that signed this request; the body is read within `maxBytes`. */
export async function nodeCaller(request: Request, maxBytes = DEFAULT_BODY_BYTES): Promise<NodeCaller> {
  const body = await readBody(request, maxBytes)
  const { pathname, search } = new URL(request.url)
  const authorization = request.headers.get("authorization")
  const node = await authenticateNode(deps().db, {
    authorization,
    method: request.method,
    path: pathname + search,
    body,
  })
  return { node, body }
}

/** A node, acting for its owner's account, or a signed-in page of our own. */
export async function anyCaller(request: Request, maxBytes = DEFAULT_BODY_BYTES): Promise<Caller> {
  if (request.headers.has("authorization")) {
    const { node, body } = await nodeCaller(request, maxBytes)
    return { userId: node.ownerId, node, body }
  }
  assertOwnPage(request)
  const actor = await requireActor()
  return { userId: actor.userId, node: null, body: await readBody(request, maxBytes) }
}

/** A page of the account's owner may do everything; a node only what it was paired for. */
export function requireCallerScope(caller: Caller, scope: "carry" | "library"): void {
  if (caller.node) requireScope(caller.node, scope)
}

/** The JSON in a body that was read already. */
export function jsonOf<T>(body: Uint8Array, schema: z.ZodType<T>): T {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(body))
  } catch {
    throw new AppError("invalid_input", "The body is not JSON.")
  }
  return parse(value, schema)
}
