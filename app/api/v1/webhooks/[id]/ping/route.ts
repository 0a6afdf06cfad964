/** A test message to a webhook. */
import { doors } from "#app/_server/api/doors.ts"
import { sendPing } from "#app/_server/api/webhooks.ts"

export const { GET, POST, PUT, PATCH, DELETE } = doors(sendPing)
