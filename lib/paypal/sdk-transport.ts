/** PayPal's SDK made safe to use: no answer can crash the process, every call ends in time, tokens are fetched before money moves. */
import { Agent as HttpAgent } from "node:http"
import { Agent as HttpsAgent } from "node:https"
import paypal, { type SdkRequest, type SdkResponse } from "@paypal/checkout-server-sdk"

/** Idle sockets wait here for the next call; a browser-facing process rarely has more calls open at once. */
const MAX_IDLE_SOCKETS = 16

class Environment extends paypal.core.PayPalEnvironment {
  // The SDK's own version uses `new Buffer`, which warns.
  override authorizationString(): string {
    return `Basic ${Buffer.from(`${this.clientId}:${this.clientSecret}`).toString("base64")}`
  }
}

class SafeClient extends paypal.core.PayPalHttpClient {
  readonly #deadlineMs: number

  constructor(environment: Environment, agent: HttpAgent, deadlineMs: number) {
    super(environment)
    this.#deadlineMs = deadlineMs
    this.addInjector((request) => {
      request.headers["Accept-Encoding"] = "identity"
      request.agent = agent
      // Total; the SDK's own timeout only counts idle time, and a drip is never idle.
      request.signal = AbortSignal.timeout(deadlineMs)
    })
  }

  override getTimeout(): number {
    return this.#deadlineMs
  }

  // The SDK unpacks gzip inside the same handler; we asked for none, so what claims to be gzip stays packed and does not parse.
  override formatHeaders(headers: Record<string, string>): Record<string, string> {
    const { "content-encoding": _, ...formatted } = super.formatHeaders(headers)
    return formatted
  }

  // Runs inside the response's 'end' handler: whatever is thrown here would be uncaught and the promise never settle.
  override _parseResponse(body: string, response: SdkResponse, headers: Record<string, string>): SdkResponse {
    try {
      return super._parseResponse(body, response, headers)
    } catch {
      return { statusCode: response.statusCode, headers: response.headers, unparsable: true }
    }
  }
}

interface TransportConfig {
  readonly clientId: string
  readonly clientSecret: string
  readonly baseUrl: string
  readonly deadlineMs: number
}

export interface SdkTransport {
  /** Sends what `build` makes, a fresh object for every attempt because the SDK writes into it. Rejects like the SDK does. */
  send(build: () => SdkRequest): Promise<SdkResponse>
  close(): void
}

/**
 * A client on its own connections. The SDK caches tokens per client id for the whole process, not per base URL: give every
 * stand-in its own client id.
 */
export function openTransport(config: TransportConfig): SdkTransport {
  const options = { keepAlive: true, maxFreeSockets: MAX_IDLE_SOCKETS }
  const agent = config.baseUrl.startsWith("https:") ? new HttpsAgent(options) : new HttpAgent(options)
  const environment = new Environment(config.clientId, config.clientSecret, config.baseUrl, config.baseUrl)
  const client = new SafeClient(environment, agent, config.deadlineMs)
  let fetching: Promise<unknown> | null = null

  // Beforehand, so that a slow token does not eat the call's own deadline, and a failed one means that nothing was sent.
  async function ensureToken(): Promise<void> {
    if (client._cache.isValid()) return
    fetching ??= client.fetchAccessToken().finally(() => {
      fetching = null
    })
    await fetching
  }

  return {
    async send(build) {
      await ensureToken()
      return client.execute(build())
    },
    close: () => agent.destroy(),
  }
}

/** A request of our own for the SDK's client: what it has no class for (payouts, disputes). */
export function plainRequest(
  verb: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): SdkRequest {
  const request: SdkRequest = { verb, path, headers: { "Content-Type": "application/json", ...headers } }
  if (body !== undefined) request.body = body
  return request
}
