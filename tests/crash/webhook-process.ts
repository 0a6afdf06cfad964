/** A process that sends the webhooks that are due, once, and may die on the way: `node webhook-process.ts ADDRESS NOW PLACE FAULT`. */
import { openDatabase } from "#db/client.ts"
import { armFault } from "#db/faults.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { loadPlatformKeys } from "#lib/keys/platform-keys.ts"
import { WebhookSender } from "#lib/webhooks/webhook-sender.ts"
import { testConfig } from "../support/config.ts"
import { outsideWith } from "../support/outside.ts"

const [address = "", now = "", place = "", fault = ""] = process.argv.slice(2)
const { db, close } = openDatabase(JSON.parse(address))
const clock = fixedClock(new Date(now))
const config = testConfig({ outsideAllow: [place] })
const keys = await loadPlatformKeys(db, config.masterKey, clock)
const sender = new WebhookSender()
armFault(fault)
await sender.round({ db, clock, config, keys, outside: outsideWith({}, [place]) })
await sender.settled()
await close()
