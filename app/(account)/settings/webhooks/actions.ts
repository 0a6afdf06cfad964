"use server"
/** What a person does with webhooks: add, change, pause, try out, take a new secret, send again, delete. */
import { revalidatePath } from "next/cache"
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { deps } from "#app/_server/deps.ts"
import { requireActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { formatDate } from "#lib/kernel/format.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { m } from "#lib/kernel/messages.ts"
import { createWebhook } from "#lib/webhooks/create-webhook.ts"
import { deleteWebhook, editWebhook } from "#lib/webhooks/edit-webhook.ts"
import { pingWebhook } from "#lib/webhooks/ping-webhook.ts"
import { replayDelivery, replayFailed } from "#lib/webhooks/replay-deliveries.ts"
import { rotateSecret } from "#lib/webhooks/rotate-secret.ts"

const LONG = m("That is longer than allowed.")
const WISH = {
  url: z.string().max(2_000, LONG),
  description: z.string().max(500, LONG),
  events: z.array(z.string().max(50)).max(50),
}
const ID = { webhookId: z.custom<Id<"webhook">>((v) => isId("webhook", v), m("That is no webhook.")) }
const DELIVERY = z.custom<Id<"delivery">>((v) => isId("delivery", v), m("That is no delivery."))

const shown = () => revalidatePath("/settings/webhooks", "layout")

/** The secret goes back in the form's values: it is shown this once. */
export const addWebhook = action(async (form) => {
  const t = await words()
  const wish = parseForm(form, z.object(WISH), ["events"])
  const { secret } = await createWebhook(deps(), { actor: await requireActor(), ...wish })
  shown()
  return { done: t("Copy the secret into your program now: it is not shown again."), values: { shownOnce: secret } }
})

export const changeWebhook = action(async (form) => {
  const t = await words()
  const wish = parseForm(form, z.object({ ...ID, ...WISH }), ["events"])
  await editWebhook(deps(), { actor: await requireActor(), ...wish })
  shown()
  return { done: t("Saved.") }
})

export const setWebhookState = action(async (form) => {
  const t = await words()
  const input = parseForm(form, z.object({ ...ID, state: z.enum(["active", "paused"]) }))
  await editWebhook(deps(), { actor: await requireActor(), ...input })
  shown()
  return {
    done: input.state === "active" ? t("It is active: what waited goes out now.") : t("Paused: what happens waits."),
  }
})

export const renewSecret = action(async (form) => {
  const t = await words()
  const input = parseForm(form, z.object(ID))
  const { secret, oldSecretUntil } = await rotateSecret(deps(), { actor: await requireActor(), ...input })
  shown()
  const until = formatDate(oldSecretUntil, t.locale, "minute")
  const done = t("Copy it now: it is not shown again. Until {time} messages are signed with both.", { time: until })
  return { done, values: { shownOnce: secret } }
})

export const tryWebhook = action(async (form) => {
  const t = await words()
  await pingWebhook(deps(), { actor: await requireActor(), ...parseForm(form, z.object(ID)) })
  shown()
  return { done: t("A test message is on its way.") }
})

export const sendAgain = action(async (form) => {
  const t = await words()
  const input = parseForm(form, z.object({ ...ID, deliveryId: DELIVERY }))
  await replayDelivery(deps(), { actor: await requireActor(), ...input })
  shown()
  return { done: t("It is on its way again.") }
})

export const sendFailedAgain = action(async (form) => {
  const t = await words()
  const since = z.iso.date(m("Write the day as year, month, day: 2027-01-31."))
  const input = parseForm(form, z.object({ ...ID, since }))
  const day = new Date(input.since)
  const { replayed } = await replayFailed(deps(), { actor: await requireActor(), ...input, since: day })
  shown()
  if (replayed === 0) return { done: t("Nothing was given up since that day.") }
  return { done: t.n("One message is on its way again.", "{count} messages are on their way again.", replayed) }
})

export const removeWebhook = action(async (form) => {
  await deleteWebhook(deps(), { actor: await requireActor(), ...parseForm(form, z.object(ID)) })
  shown()
  redirect("/settings/webhooks")
})
