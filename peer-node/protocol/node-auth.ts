/** How a node signs its HTTP requests: `Authorization: Fanfare-Node <JWS>` over method, path, body hash and real time. */
import * as z from "zod"
import { equalBytes, toB64url } from "./bytes.ts"
import type { Crypto, KeyPair } from "./crypto.ts"
import { demand, ProtocolError } from "./errors.ts"
import { bytesField, readShape, seconds } from "./fields.ts"
import { signJws, verifyJws } from "./jws.ts"
import { MAX_TOKEN_BYTES, REQUEST_SKEW_SECONDS } from "./limits.ts"

const AUTH_SCHEME = "Fanfare-Node"

export interface NodeRequest {
  readonly method: string
  /** Path and query, as on the request line: "/api/v1/statement?from=…". */
  readonly path: string
  readonly body: Uint8Array
  /** Real unix seconds, never the sample world's clock. */
  readonly nowSeconds: number
}

const CLAIMS = z.object({
  htm: z.string().max(8),
  htu: z.string().max(2048),
  bdh: bytesField(32),
  iat: seconds,
  jti: bytesField(16),
})

/** The value of the Authorization header. */
export async function signNodeRequest(
  crypto: Crypto,
  node: { readonly nodeId: string; readonly key: KeyPair },
  request: NodeRequest,
): Promise<string> {
  const payload = {
    htm: request.method,
    htu: request.path,
    bdh: toB64url(await crypto.sha256(request.body)),
    iat: request.nowSeconds,
    jti: toB64url(crypto.randomBytes(16)),
  }
  return `${AUTH_SCHEME} ${await signJws("node+jwt", payload, { ...node.key, kid: node.nodeId })}`
}

/**
 * The id of the node that signed exactly this request within two minutes. `findKey` gives its raw key, or null for
 * an unknown node. Errors: `malformed`, `unknown_key`, `bad_signature`, `wrong_request`, `stale_request`.
 */
export async function verifyNodeRequest(
  crypto: Crypto,
  authorization: string,
  request: NodeRequest,
  findKey: (nodeId: string) => Promise<Uint8Array | null> | Uint8Array | null,
): Promise<string> {
  demand(authorization.length <= MAX_TOKEN_BYTES, "too_large", "authorization")
  demand(authorization.startsWith(`${AUTH_SCHEME} `), "malformed", "authorization scheme")
  const keyFor = async (kid: string) => {
    const key = await findKey(kid)
    if (!key) throw new ProtocolError("unknown_key", "node")
    return key
  }
  const token = authorization.slice(AUTH_SCHEME.length + 1)
  const { kid, payload } = await verifyJws(token, { typ: "node+jwt", keyFor })
  const claims = readShape(CLAIMS, payload)
  demand(claims.htm === request.method && claims.htu === request.path, "wrong_request", "method or path")
  demand(equalBytes(claims.bdh, await crypto.sha256(request.body)), "wrong_request", "body")
  demand(Math.abs(claims.iat - request.nowSeconds) <= REQUEST_SKEW_SECONDS, "stale_request")
  return kid
}
