/** What links and nodes brought, by day. */
import { doors } from "#app/_server/api/doors.ts"
import { getFigures } from "#app/_server/api/figures.ts"

export const { GET, POST, PUT, PATCH, DELETE } = doors(getFigures)
