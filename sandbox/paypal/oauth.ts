/** Tokens: client credentials in, a bearer token out, with an end. */
import { randomBytes, timingSafeEqual } from "node:crypto"
import type { Answer } from "./answer.ts"
import type { Request, Route } from "./http.ts"
import type { World } from "./world.ts"

const same = (a: string, b: string): boolean =>
  Buffer.byteLength(a) === Buffer.byteLength(b) && timingSafeEqual(Buffer.from(a), Buffer.from(b))

function credentialsHold(world: World, authorization: string | undefined): boolean {
  const encoded = /^Basic (\S+)$/i.exec(authorization ?? "")?.[1]
  if (encoded === undefined) return false
  return same(Buffer.from(encoded, "base64").toString(), `${world.options.clientId}:${world.options.clientSecret}`)
}

function issueToken(world: World, request: Request): Answer {
  if (!credentialsHold(world, request.headers.authorization)) {
    const body = { error: "invalid_client", error_description: "Client Authentication failed" }
    return { status: 401, body }
  }
  const grant = new URLSearchParams(request.body.toString("utf8")).get("grant_type")
  if (grant !== "client_credentials") {
    return { status: 400, body: { error: "unsupported_grant_type", error_description: "Unsupported grant_type" } }
  }
  const token = `A21AA${randomBytes(24).toString("base64url")}`
  const seconds = world.knobs.tokenSeconds
  world.store.put("tokens", { id: token, expiresAt: Date.now() + seconds * 1_000 })
  const scope = "https://uri.paypal.com/services/payments/payment https://uri.paypal.com/services/payouts"
  const body = { scope, access_token: token, token_type: "Bearer", app_id: "APP-STANDIN", expires_in: seconds }
  return { status: 200, body }
}

export const oauthRoutes: readonly Route[] = [
  { method: "POST", pattern: /^\/v1\/oauth2\/token$/, door: "open", handle: issueToken },
]
