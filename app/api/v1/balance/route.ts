/** What is earned and what happens to it next. */
import { doors } from "#app/_server/api/doors.ts"
import { getBalance } from "#app/_server/api/payouts.ts"

export const { GET, POST, PUT, PATCH, DELETE } = doors(getBalance)
