/** A fan's sites. */
import { listOwnSites } from "#app/_server/api/account.ts"
import { doors } from "#app/_server/api/doors.ts"

export const { GET, POST, PUT, PATCH, DELETE } = doors(listOwnSites)
