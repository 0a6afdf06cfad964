/** Clicks as they came. */
import { listClicks } from "#app/_server/api/clicks.ts"
import { doors } from "#app/_server/api/doors.ts"

export const { GET, POST, PUT, PATCH, DELETE } = doors(listClicks)
