/** Webhooks: where a person's programs are told of events, and what was sent to them, managed by program. */
import "server-only"
import { z } from "zod"
import { readCursor } from "#lib/api/cursor.ts"
import { idOf, listAnswer, listOf, listQuery, when } from "#lib/api/shapes.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { m } from "#lib/kernel/messages.ts"
import { createWebhook } from "#lib/webhooks/create-webhook.ts"
import { deleteWebhook, editWebhook } from "#lib/webhooks/edit-webhook.ts"
import { pingWebhook } from "#lib/webhooks/ping-webhook.ts"
import { type DeliveryView, getOwnWebhook, listWebhooks, pageOfDeliveries } from "#lib/webhooks/queries.ts"
import { replayDelivery, replayFailed } from "#lib/webhooks/replay-deliveries.ts"
import { rotateSecret } from "#lib/webhooks/rotate-secret.ts"
import { DELIVERY_STATES } from "#lib/webhooks/webhook-state.ts"
import { endpoint } from "./endpoint.ts"
import { Delivery, deliveryBody, Events, Webhook, webhookBody, webhookFields } from "./webhook-shapes.ts"

const Params = z.object({ id: idOf("webhook", "whk") })
const secret = z.string().describe(m("whsec_ and base64, this once: it is not shown again."))

const wish = {
  url: z.string().max(2_000).describe(m("An https address.")),
  description: z.string().max(500).optional(),
  events: Events.describe(m("What it is told of.")),
}

export const listOwnWebhooks = endpoint(
  {
    name: "listWebhooks",
    method: "GET",
    path: "/api/v1/webhooks",
    scope: "webhooks:read",
    summary: m("Your webhooks, oldest first. There are at most five."),
    answer: listOf(Webhook),
  },
  async ({ deps, caller }) => {
    const all = await listWebhooks(deps.db, caller.actor.userId)
    return { answer: { items: all.map(webhookBody), next_cursor: null } }
  },
)

export const getWebhook = endpoint(
  {
    name: "getWebhook",
    method: "GET",
    path: "/api/v1/webhooks/{id}",
    scope: "webhooks:read",
    summary: m("One of your webhooks."),
    params: Params,
    answer: Webhook,
  },
  async ({ deps, caller, params }) => ({
    answer: webhookBody(await getOwnWebhook(deps.db, caller.actor.userId, params.id)),
  }),
)

export const makeWebhook = endpoint(
  {
    name: "makeWebhook",
    method: "POST",
    path: "/api/v1/webhooks",
    scope: "webhooks:write",
    summary: m("Adds a webhook and gives its secret, this once."),
    notes: m("With an Idempotency-Key the answer, secret included, is kept for a day to be given again."),
    body: z.strictObject(wish),
    answer: z.strictObject({ ...webhookFields, secret }),
    status: 201,
    errors: ["already_exists"],
  },
  async ({ deps, caller: { actor }, body }) => {
    const made = await createWebhook(deps, { actor, ...body, description: body.description ?? "" })
    const view = await getOwnWebhook(deps.db, actor.userId, made.webhookId)
    return { answer: { ...webhookBody(view), secret: made.secret }, location: `/api/v1/webhooks/${made.webhookId}` }
  },
)

export const changeWebhook = endpoint(
  {
    name: "changeWebhook",
    method: "PATCH",
    path: "/api/v1/webhooks/{id}",
    scope: "webhooks:write",
    summary: m("Changes a webhook, pauses it or makes it active; what is left out stays as it is."),
    notes: m("Making it active also enables one that we disabled. What waited goes out then."),
    params: Params,
    body: z.strictObject({
      url: wish.url.optional(),
      description: wish.description,
      events: wish.events.optional(),
      state: z.enum(["active", "paused"]).optional(),
    }),
    answer: Webhook,
    errors: ["conflict", "already_exists"],
  },
  async ({ deps, caller: { actor }, params, body: { url, description, events, state } }) => {
    const text = { ...(url !== undefined && { url }), ...(description !== undefined && { description }) }
    await editWebhook(deps, {
      actor,
      webhookId: params.id,
      ...text,
      ...(events && { events }),
      ...(state && { state }),
    })
    return { answer: webhookBody(await getOwnWebhook(deps.db, actor.userId, params.id)) }
  },
)

export const removeWebhook = endpoint(
  {
    name: "deleteWebhook",
    method: "DELETE",
    path: "/api/v1/webhooks/{id}",
    scope: "webhooks:write",
    summary: m("Deletes a webhook with everything that was sent to it or waits."),
    params: Params,
  },
  async ({ deps, caller: { actor }, params }) => {
    await deleteWebhook(deps, { actor, webhookId: params.id })
    return { answer: undefined }
  },
)

export const rotateWebhookSecret = endpoint(
  {
    name: "rotateWebhookSecret",
    method: "POST",
    path: "/api/v1/webhooks/{id}/secret",
    scope: "webhooks:write",
    summary: m("Gives a new secret, this once; for a day messages are signed with the one before, too."),
    params: Params,
    body: z.strictObject({}),
    answer: z.strictObject({ secret, old_secret_until: webhookFields.created_at }),
    status: 201,
  },
  async ({ deps, caller: { actor }, params }) => {
    const made = await rotateSecret(deps, { actor, webhookId: params.id })
    return { answer: { secret: made.secret, old_secret_until: made.oldSecretUntil.toISOString() } }
  },
)

export const sendPing = endpoint(
  {
    name: "pingWebhook",
    method: "POST",
    path: "/api/v1/webhooks/{id}/ping",
    scope: "webhooks:write",
    summary: m("Sends a test message; at most thirty an hour."),
    params: Params,
    body: z.strictObject({}),
    answer: z.strictObject({ delivery_id: z.string() }),
    status: 201,
    errors: ["conflict"],
  },
  async ({ deps, caller: { actor }, params }) => {
    const { deliveryId } = await pingWebhook(deps, { actor, webhookId: params.id })
    return { answer: { delivery_id: deliveryId } }
  },
)

export const listDeliveries = endpoint(
  {
    name: "listDeliveries",
    method: "GET",
    path: "/api/v1/webhooks/{id}/deliveries",
    scope: "webhooks:read",
    summary: m("What was sent to a webhook in the last 30 days, newest first, with every attempt."),
    params: Params,
    query: z.strictObject({ ...listQuery, state: z.enum(DELIVERY_STATES).optional() }),
    answer: listOf(Delivery),
  },
  async ({ deps, caller, params, query: { limit, cursor, state = null } }) => {
    const { webhookId } = await getOwnWebhook(deps.db, caller.actor.userId, params.id)
    const [after = null] = cursor ? readCursor("deliveries", cursor, [(id) => isId("delivery", id)]) : []
    const page = { webhookId, state, after: after as Id<"delivery"> | null, limit }
    const rows = await pageOfDeliveries(deps.db, page)
    const place = (delivery: DeliveryView) => [delivery.deliveryId]
    return listAnswer("deliveries", rows, limit, { place, item: deliveryBody })
  },
)

export const replay = endpoint(
  {
    name: "replayDeliveries",
    method: "POST",
    path: "/api/v1/webhooks/{id}/replay",
    scope: "webhooks:write",
    summary: m("Sends one delivery again, or all that were given up since an instant; under the ids they had."),
    notes: m("At most a thousand at once: ask again until replayed is 0."),
    params: Params,
    body: z.union([z.strictObject({ delivery: idOf("delivery", "dlv") }), z.strictObject({ failed_since: when() })]),
    answer: z.strictObject({ replayed: z.int() }),
    errors: ["conflict"],
  },
  async ({ deps, caller: { actor }, params, body }) => {
    const on = { actor, webhookId: params.id }
    if ("failed_since" in body)
      return { answer: await replayFailed(deps, { ...on, since: new Date(body.failed_since) }) }
    await replayDelivery(deps, { ...on, deliveryId: body.delivery })
    return { answer: { replayed: 1 } }
  },
)
