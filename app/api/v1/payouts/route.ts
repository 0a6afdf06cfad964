/** Payouts that were made. */
import { doors } from "#app/_server/api/doors.ts"
import { listPayouts } from "#app/_server/api/payouts.ts"

export const { GET, POST, PUT, PATCH, DELETE } = doors(listPayouts)
