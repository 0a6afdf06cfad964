/** What was sent to a webhook. */
import { doors } from "#app/_server/api/doors.ts"
import { listDeliveries } from "#app/_server/api/webhooks.ts"

export const { GET, POST, PUT, PATCH, DELETE } = doors(listDeliveries)
