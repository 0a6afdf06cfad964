/** The wire of the contract test: wrapper -> relay -> validating proxies -> relay that can bend answers -> stand-in. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { PayPalClient } from "#lib/paypal/client.ts"
import { type StandIn, startPayPalStandIn } from "../../sandbox/paypal/start.ts"
import { type ContractProxy, startProxy } from "./prism.ts"
import { type Relay, type Seen, startRelay } from "./relay.ts"

const CONTRACTS = {
  "/v2/checkout": "checkout_orders_v2.json",
  "/v2/payments": "payments_payment_v2.json",
  "/v1/payments": "payments_payouts_batch_v1.json",
  "/v1/customer": "customer_disputes_v1.json",
} as const
/** The first call of an operation compiles its schemas, which takes seconds. */
const DEADLINE_MS = 60_000
const COMPLAINT = "https://stoplight.io/prism/errors#"

export type Change = (body: Record<string, unknown>) => void

export interface Wire {
  readonly standIn: StandIn
  /** What the wrapper asked and was answered. */
  readonly front: Relay
  /** What reached the stand-in. */
  readonly behind: Relay
  readonly paypal: PayPalClient
  /** Changes the next answer on a matching path; says whether that has happened. */
  bendNext(path: RegExp, change: Change): () => boolean
  /** Pulls a lever of the stand-in. */
  control(path: string, body: unknown): Promise<Record<string, unknown>>
  close(): Promise<void>
}

export const isComplaint = (body: string): boolean => body.includes(COMPLAINT)
/** Answers in which a proxy says that a side broke the contract. */
export const complaints = (seen: readonly Seen[]): readonly Seen[] => seen.filter((s) => isComplaint(s.body))

export async function openWire(folder: string): Promise<Wire> {
  const dataDir = mkdtempSync(join(tmpdir(), "paypal-contract-"))
  const standIn = await startPayPalStandIn({ dataDir, processingMs: 400, seed: "contract" })
  let bending: { path: RegExp; change: Change } | null = null
  const behind = await startRelay(
    () => standIn.url,
    (path, body) => {
      if (!bending?.path.test(path)) return body
      const json = JSON.parse(body) as Record<string, unknown>
      bending.change(json)
      bending = null
      return JSON.stringify(json)
    },
  )
  const proxies = await startProxies(folder, behind.url)
  const front = await startRelay((path) => targetOf(proxies, path) ?? standIn.url)
  const { clientId, clientSecret, webhookId } = standIn
  const paypal = new PayPalClient({ clientId, clientSecret, webhookId, baseUrl: front.url, deadlineMs: DEADLINE_MS })
  return {
    standIn,
    front,
    behind,
    paypal,
    bendNext(path, change) {
      const mine = { path, change }
      bending = mine
      return () => bending !== mine
    },
    control: (path, body) => pull(standIn, path, body),
    async close() {
      paypal.close()
      front.close()
      behind.close()
      for (const proxy of proxies.values()) proxy.stop()
      await standIn.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function startProxies(folder: string, upstream: string): Promise<Map<string, ContractProxy>> {
  const started = Object.entries(CONTRACTS).map(async ([prefix, file]) => {
    return [prefix, await startProxy(join(folder, file), upstream)] as const
  })
  return new Map(await Promise.all(started))
}

/** Tokens have no published contract and go straight to the stand-in. */
function targetOf(proxies: Map<string, ContractProxy>, path: string): string | undefined {
  for (const [prefix, proxy] of proxies) if (path.startsWith(`${prefix}/`)) return proxy.url
  return undefined
}

async function pull(standIn: StandIn, path: string, body: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${standIn.url}/__control/${path}`, { method: "POST", body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Record<string, unknown>
}
