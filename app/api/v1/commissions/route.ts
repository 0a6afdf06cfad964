/** The lines of a statement. */
import { doors } from "#app/_server/api/doors.ts"
import { listCommissions } from "#app/_server/api/earnings.ts"

export const { GET, POST, PUT, PATCH, DELETE } = doors(listCommissions)
