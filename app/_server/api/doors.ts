/** What a route file exports: its endpoints by method, and 405 with the list of them for every other. */
import "server-only"
import { problem, requestIdOf } from "#app/_server/route.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { answerRequest, type Params } from "./answer-request.ts"
import type { Endpoint } from "./endpoint.ts"

type Door = (request: Request, context: { params: Promise<Params> }) => Promise<Response>
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const

/** `export const { GET, POST, PUT, PATCH, DELETE } = doors(listLinks, makeLink)`; Next makes HEAD of GET. */
export function doors(...endpoints: readonly Endpoint[]): Record<(typeof METHODS)[number], Door> {
  const allowed = endpoints.map((endpoint) => endpoint.method).join(", ")
  const shut: Door = async (request) => {
    const detail = `Use ${allowed.replaceAll(", ", " or ")} here.`
    const response = problem(new AppError("not_allowed", detail), requestIdOf(request))
    response.headers.set("allow", allowed)
    return response
  }
  const door = (method: (typeof METHODS)[number]): Door => {
    const endpoint = endpoints.find((e) => e.method === method)
    return endpoint ? async (request, { params }) => answerRequest(endpoint, request, await params) : shut
  }
  return { GET: door("GET"), POST: door("POST"), PUT: door("PUT"), PATCH: door("PATCH"), DELETE: door("DELETE") }
}
