/** A new secret for a webhook. */
import { doors } from "#app/_server/api/doors.ts"
import { rotateWebhookSecret } from "#app/_server/api/webhooks.ts"

export const { GET, POST, PUT, PATCH, DELETE } = doors(rotateWebhookSecret)
