/** Every other address of the API: a program gets a problem document, not a page. */
import { problem, requestIdOf } from "#app/_server/route.ts"
import { AppError } from "#lib/kernel/errors.ts"

const nothing = (request: Request): Response =>
  problem(
    new AppError("not_found", "There is no such address; /api/v1/openapi.json lists those there are."),
    requestIdOf(request),
  )

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT }
