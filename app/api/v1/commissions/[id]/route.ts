/** One line, explained. */
import { doors } from "#app/_server/api/doors.ts"
import { getCommission } from "#app/_server/api/earnings.ts"

export const { GET, POST, PUT, PATCH, DELETE } = doors(getCommission)
