/** Sends again what failed. */
import { doors } from "#app/_server/api/doors.ts"
import { replay } from "#app/_server/api/webhooks.ts"

export const { GET, POST, PUT, PATCH, DELETE } = doors(replay)
