/** A fan's links: all of them, and new ones. */
import { doors } from "#app/_server/api/doors.ts"
import { listLinks, makeLink } from "#app/_server/api/links.ts"

export const { GET, POST, PUT, PATCH, DELETE } = doors(listLinks, makeLink)
