/** One link. */
import { doors } from "#app/_server/api/doors.ts"
import { changeLink, getLink, retireLink } from "#app/_server/api/links.ts"

export const { GET, POST, PUT, PATCH, DELETE } = doors(getLink, changeLink, retireLink)
