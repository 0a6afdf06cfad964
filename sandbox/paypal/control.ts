/** Levers for tests and the sample world, on this machine only: clock, switches, fates, and the stand-in's own money book. */
import { type Answer, notFound, ok, Refusal } from "./answer.ts"
import { completeCapture, denyCapture, findCapture, reverseCapture } from "./captures.ts"
import { openDispute, resolveDispute } from "./disputes.ts"
import type { Request, Route } from "./http.ts"
import { moneyBook } from "./money-book.ts"
import { approveOrder, findOrder } from "./orders.ts"
import { changeItem } from "./payout-outcomes.ts"
import type { Instrument, ItemStatus } from "./rows.ts"
import { quietKnobs, type World } from "./world.ts"

const bad = (what: string): Refusal => new Refusal(400, "BAD_LEVER", what)
const done = ok({ done: true })

function setClock(world: World, request: Request): Answer {
  const { offset_ms, advance_ms } = request.json()
  if (typeof offset_ms === "number" && Number.isFinite(offset_ms)) world.setClockOffset(offset_ms)
  else if (typeof advance_ms === "number" && Number.isFinite(advance_ms)) {
    world.setClockOffset(world.clockOffsetMs + advance_ms)
  } else throw bad("give offset_ms or advance_ms")
  return ok({ now: new Date(world.now()).toISOString(), offset_ms: world.clockOffsetMs })
}

function setKnobs(world: World, request: Request): Answer {
  const quiet = quietKnobs()
  for (const [name, value] of Object.entries(request.json())) {
    if (!Object.hasOwn(quiet, name)) throw bad(`no such switch: ${name}`)
    if (typeof value !== typeof quiet[name as keyof typeof quiet]) throw bad(`${name} is of another kind`)
    Object.assign(world.knobs, { [name]: value })
  }
  return ok(world.knobs)
}

const INSTRUMENTS = new Set(["balance", "declined-card", "echeck"])

function approve(world: World, request: Request): Answer {
  const order = findOrder(world, request.params[0] ?? "")
  if (!order) throw notFound()
  if (order.status === "COMPLETED") throw bad("already captured")
  const { email = "buyer@example.com", instrument = "balance" } = request.json()
  if (typeof email !== "string" || !INSTRUMENTS.has(instrument as string)) throw bad("email, instrument")
  approveOrder(world, order, email, instrument as Instrument)
  return done
}

function turnCapture(world: World, request: Request): Answer {
  const capture = findCapture(world, request.params[0] ?? "")
  const turn = request.params[1]
  if (turn === "reverse") reverseCapture(world, capture)
  else if (capture.status !== "PENDING") throw bad("not pending")
  else if (turn === "complete") completeCapture(world, capture)
  else denyCapture(world, capture)
  return done
}

function dispute(world: World, request: Request): Answer {
  const { capture_id, reason = "UNAUTHORISED" } = request.json()
  const row = openDispute(world, findCapture(world, String(capture_id)), String(reason))
  return ok({ dispute_id: row.id }, 201)
}

function resolve(world: World, request: Request): Answer {
  const row = world.store.rows.disputes.get(request.params[0] ?? "")
  if (!row) throw notFound()
  resolveDispute(world, row, request.json().for === "buyer")
  return done
}

/** From which states a payout may be pushed where; SUCCESS is not final. */
const TURNS: Readonly<Record<string, readonly ItemStatus[]>> = {
  SUCCESS: ["PENDING", "UNCLAIMED", "ONHOLD"],
  RETURNED: ["UNCLAIMED"],
  REFUNDED: ["SUCCESS"],
  REVERSED: ["SUCCESS", "ONHOLD"],
  BLOCKED: ["PENDING", "ONHOLD"],
  FAILED: ["PENDING", "ONHOLD"],
  UNCLAIMED: ["PENDING"],
  ONHOLD: ["PENDING"],
}

function turnItem(world: World, request: Request): Answer {
  const item = world.store.rows.items.get(request.params[0] ?? "")
  if (!item) throw notFound()
  const status = String(request.json().status)
  if (!TURNS[status]?.includes(item.status)) throw bad(`${item.status} cannot become ${status}`)
  changeItem(world, item, status as ItemStatus)
  return done
}

function setBalance(world: World, request: Request): Answer {
  const { currency = "USD", minor_units } = request.json()
  if (typeof currency !== "string" || !Number.isSafeInteger(minor_units)) throw bad("give currency, minor_units")
  world.move("set by hand", "control", currency, (minor_units as number) - world.balance(currency))
  return ok({ balance: world.balance(currency) })
}

function revokeTokens(world: World): Answer {
  for (const token of world.store.rows.tokens.values()) world.store.put("tokens", { ...token, expiresAt: 0 })
  return done
}

function setWebhookUrl(world: World, request: Request): Answer {
  const { url } = request.json()
  if (url !== null && (typeof url !== "string" || !URL.canParse(url))) throw bad("give url")
  world.webhookUrl = url
  return done
}

function listEvents(world: World): Answer {
  const events = [...world.store.rows.events.values()]
  return ok({ events: events.map(({ body, ...rest }) => ({ ...rest, event: JSON.parse(body) as unknown })) })
}

const post = (pattern: RegExp, handle: Route["handle"]): Route => ({ method: "POST", pattern, door: "control", handle })
const get = (pattern: RegExp, handle: Route["handle"]): Route => ({ method: "GET", pattern, door: "control", handle })

export const controlRoutes: readonly Route[] = [
  get(/^\/__control\/ledger$/, (world) => ok(moneyBook(world))),
  get(/^\/__control\/events$/, listEvents),
  get(/^\/__control\/clock$/, (world) =>
    ok({ now: new Date(world.now()).toISOString(), offset_ms: world.clockOffsetMs }),
  ),
  get(/^\/__control\/knobs$/, (world) => ok(world.knobs)),
  get(/^\/__control\/webhook$/, (world) =>
    ok({ url: world.webhookUrl, webhook_id: world.options.webhookId, root_pem: world.chain.rootPem }),
  ),
  post(/^\/__control\/clock$/, setClock),
  post(/^\/__control\/knobs$/, setKnobs),
  post(/^\/__control\/webhook$/, setWebhookUrl),
  post(/^\/__control\/tokens\/revoke$/, revokeTokens),
  post(/^\/__control\/balance$/, setBalance),
  post(/^\/__control\/orders\/([^/]+)\/approve$/, approve),
  post(/^\/__control\/captures\/([^/]+)\/(reverse|complete|deny)$/, turnCapture),
  post(/^\/__control\/disputes$/, dispute),
  post(/^\/__control\/disputes\/([^/]+)\/resolve$/, resolve),
  post(/^\/__control\/payouts-item\/([^/]+)$/, turnItem),
]
