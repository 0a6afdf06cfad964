/**
 * Calls the REST API through its route files, and holds every answer to what is declared: its status, its shape with
 * nothing beyond it, its headers, and which refusals are possible there.
 */
import { join } from "node:path"
import { expect } from "vitest"
import { ENDPOINTS } from "#app/_server/api/all.ts"
import type { Endpoint } from "#app/_server/api/endpoint.ts"
import { errorsOf } from "#app/_server/api/errors-of.ts"

const APP = join(import.meta.dirname, "../../app")

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>
export type Ask = {
  key?: string | null
  /** Sent as JSON; a string as it is. */
  body?: unknown
  headers?: Record<string, string>
}
// biome-ignore lint/suspicious/noExplicitAny: answers are judged field by field in tests
export type Answered = { status: number; headers: Headers; body: any }

/** Names of endpoints with the statuses they were seen to answer. */
export const seen = new Map<string, Set<number>>()

/** `path` with its query, as a program would ask for it. */
export async function ask(method: string, path: string, { key, body, headers = {} }: Ask = {}): Promise<Answered> {
  const url = new URL(path, "http://fanfare.test")
  const endpoint = endpointAt(method, url.pathname)
  const file = endpoint?.path ?? ENDPOINTS.find((e) => paramsAt(e, url.pathname))?.path ?? url.pathname
  const route = join(APP, file.replaceAll("{", "[").replaceAll("}", "]"), "route.ts")
  const door = (await import(/* @vite-ignore */ route)) as Record<string, Handler>
  const request = new Request(url, {
    method,
    headers: {
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  })
  const params = (endpoint && paramsAt(endpoint, url.pathname)) ?? {}
  const response = await door[method]!(request, { params: Promise.resolve(params) })
  const text = await response.text()
  const answered = { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) }
  if (endpoint) judge(endpoint, answered)
  return answered
}

const endpointAt = (method: string, pathname: string): Endpoint | undefined =>
  ENDPOINTS.find((e) => e.method === method && paramsAt(e, pathname) !== null)

function paramsAt({ path }: Endpoint, pathname: string): Record<string, string> | null {
  const pattern = new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`)
  const found = pattern.exec(pathname)
  return found
    ? Object.fromEntries(Object.entries(found.groups ?? {}).map(([k, v]) => [k, decodeURIComponent(v)]))
    : null
}

function judge(endpoint: Endpoint, { status, headers, body }: Answered): void {
  seen.set(endpoint.name, (seen.get(endpoint.name) ?? new Set()).add(status))
  expect(headers.get("x-request-id")).toBeTruthy()
  expect(headers.get("access-control-allow-origin")).toBeNull()
  if (status >= 400) {
    expect(headers.get("content-type")).toBe("application/problem+json")
    expect(body).toMatchObject({ status, code: expect.any(String), requestId: headers.get("x-request-id") })
    const possible = status === 500 ? ["internal"] : errorsOf(endpoint)
    expect([endpoint.name, possible]).toEqual([endpoint.name, expect.arrayContaining([body.code])])
    return
  }
  expect(headers.get("ratelimit")).toMatch(/^"key";r=\d+;t=\d+$/)
  if (status === 304 || status === 204) {
    expect(body).toBeNull()
    return
  }
  expect(status).toBe(endpoint.status ?? 200)
  // Strict shapes: a field nobody declared is a fault here.
  const judged = endpoint.answer!.safeParse(body)
  expect([endpoint.name, judged.error?.issues ?? []]).toEqual([endpoint.name, []])
}
