/** Creator codes. */
import { listOwnCodes } from "#app/_server/api/codes.ts"
import { doors } from "#app/_server/api/doors.ts"

export const { GET, POST, PUT, PATCH, DELETE } = doors(listOwnCodes)
