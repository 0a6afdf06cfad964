/** One webhook: read, changed, deleted. */
import { doors } from "#app/_server/api/doors.ts"
import { changeWebhook, getWebhook, removeWebhook } from "#app/_server/api/webhooks.ts"

export const { GET, POST, PUT, PATCH, DELETE } = doors(changeWebhook, getWebhook, removeWebhook)
