/** Starts the stand-in for PayPal: one port, one folder, one clock. */
import { randomBytes } from "node:crypto"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { captureRoutes, clearPending } from "./captures.ts"
import { openChain } from "./certificates.ts"
import { checkoutRoutes } from "./checkout-page.ts"
import { followClock } from "./clock.ts"
import { controlRoutes } from "./control.ts"
import { disputeRoutes } from "./disputes.ts"
import { answerTo, type Route, writeAnswer } from "./http.ts"
import { oauthRoutes } from "./oauth.ts"
import { orderRoutes } from "./orders.ts"
import { workPayouts } from "./payout-outcomes.ts"
import { payoutRoutes } from "./payouts.ts"
import { Deliveries, webhookRoutes } from "./webhooks.ts"
import { World } from "./world.ts"

export interface StandInOptions {
  /** 0 or left out: any free port. */
  readonly port?: number
  readonly host?: string
  readonly dataDir: string
  readonly webhookUrl?: string
  readonly webhookId?: string
  /** Where the platform publishes its clock; polled every second. */
  readonly clockUrl?: string
  /** Left out, a client id of its own: the SDK caches tokens per client id for the whole process. */
  readonly clientId?: string
  readonly clientSecret?: string
  readonly seed?: string
  readonly startBalanceCents?: number
  readonly processingMs?: number
}

export interface StandIn {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  readonly webhookId: string
  /** The root that signed this stand-in's webhook certificates; trust it in development only. */
  readonly rootPem: string
  close(): Promise<void>
}

const ROUTES: readonly Route[] = [
  ...oauthRoutes,
  ...orderRoutes,
  ...captureRoutes,
  ...disputeRoutes,
  ...payoutRoutes,
  ...webhookRoutes,
  ...checkoutRoutes,
  ...controlRoutes,
]
/** $100 000: enough for the sample world; PayPal pays out only what lies there already. */
const START_BALANCE_CENTS = 10_000_000
const PROCESSING_MS = 1_500
const TICK_MS = 100

/** Rejects when the port is taken. Throws in production: no real money may meet this. */
export async function startPayPalStandIn(options: StandInOptions): Promise<StandIn> {
  if (process.env.NODE_ENV === "production") throw new Error("The PayPal stand-in never runs in production.")
  const server = createServer()
  const host = options.host ?? "127.0.0.1"
  // First the port, then the folder: a second start on both must fail before it touches the journal.
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(options.port ?? 0, host, () => resolve())
  })
  const world = openWorld(options)
  const deliveries = new Deliveries(world)
  server.on("request", (incoming, response) => {
    answerTo(world, ROUTES, incoming)
      .then(async (answer) => {
        if (world.knobs.beforeAnswer) await deliveries.round()
        writeAnswer(response, answer)
      })
      .catch((error: unknown) => {
        console.error("paypal stand-in:", error)
        writeAnswer(response, { status: 500, body: { name: "INTERNAL_SERVER_ERROR", message: "", debug_id: "0" } })
      })
  })
  world.baseUrl = `http://${host}:${(server.address() as AddressInfo).port}`
  const tick = setInterval(() => work(world, deliveries), TICK_MS)
  const stopClock = options.clockUrl === undefined ? () => {} : followClock(world, options.clockUrl)
  return {
    url: world.baseUrl,
    clientId: world.options.clientId,
    clientSecret: world.options.clientSecret,
    webhookId: world.options.webhookId,
    rootPem: world.chain.rootPem,
    close: async () => {
      clearInterval(tick)
      stopClock()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      world.store.close()
    },
  }
}

function openWorld(options: StandInOptions): World {
  return new World(
    {
      dataDir: options.dataDir,
      clientId: options.clientId ?? `stand-in-${randomBytes(6).toString("hex")}`,
      clientSecret: options.clientSecret ?? "stand-in-secret",
      webhookId: options.webhookId ?? "WH-STAND-IN",
      webhookUrl: options.webhookUrl ?? null,
      seed: options.seed ?? null,
      startBalanceCents: options.startBalanceCents ?? START_BALANCE_CENTS,
      processingMs: options.processingMs ?? PROCESSING_MS,
    },
    openChain(options.dataDir, new Date()),
  )
}

function work(world: World, deliveries: Deliveries): void {
  workPayouts(world)
  clearPending(world)
  world.store.commit()
  void deliveries.round()
}
