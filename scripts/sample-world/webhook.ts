/** A fan's webhook, so that a newcomer sees what programs are told: it leads to the stranger's blog, which is Noor's. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { CHOSEN_EVENTS } from "#lib/notices/program-event-state.ts"
import { createWebhook } from "#lib/webhooks/create-webhook.ts"
import { pingWebhook } from "#lib/webhooks/ping-webhook.ts"
import { listWebhooks } from "#lib/webhooks/queries.ts"
import { FANS } from "./cast.ts"
import { actorOf, type World } from "./world.ts"

/** Once; the blog reads its secret from its own folder. */
export async function makeWebhook(world: World): Promise<void> {
  const { deps } = world
  const actor = await actorOf(world, FANS.noor.email)
  if ((await listWebhooks(deps.db, actor.userId)).length > 0) return
  const wish = { url: `${deps.config.blogUrl}/hooks`, description: "The Damp Attic", events: CHOSEN_EVENTS }
  const { webhookId, secret } = await createWebhook(deps, { actor, ...wish })
  const folder = join(deps.config.dataDir, "stand-ins", "blog")
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, "hook-secret"), `${secret}\n`, { mode: 0o600 })
  await pingWebhook(deps, { actor, webhookId })
}
