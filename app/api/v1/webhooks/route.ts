/** A person's webhooks: all of them, and new ones. */
import { doors } from "#app/_server/api/doors.ts"
import { listOwnWebhooks, makeWebhook } from "#app/_server/api/webhooks.ts"

export const { GET, POST, PUT, PATCH, DELETE } = doors(listOwnWebhooks, makeWebhook)
