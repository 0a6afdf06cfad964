/**
 * One endpoint of the REST API: declared once, and from that declaration come its checks, its OpenAPI description and the
 * page for developers. `answer-request.ts` does what is declared here.
 */
import "server-only"
import type { z } from "zod"
import type { KeyCaller } from "#lib/api/authenticate-key.ts"
import type { Scope } from "#lib/api/scopes.ts"
import type { Deps } from "#lib/deps.ts"
import type { ErrorCode } from "#lib/kernel/errors.ts"

export type Method = "GET" | "POST" | "PATCH" | "DELETE"

export type Declaration<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> = {
  /** The operation's name in OpenAPI, unique and for ever. */
  name: string
  method: Method
  /** With its places in braces: `/api/v1/links/{id}`. */
  path: `/api/v1/${string}`
  /** What the key must be allowed; null: any key. */
  scope: Scope | null
  /** One sentence, marked by `m(…)`, with a period. */
  summary: string
  /** What is worth knowing beyond it, marked by `m(…)`. */
  notes?: string
  /** The parts of the path; a value that does not fit is nobody's id: 404. */
  params?: P
  query?: Q
  body?: B
  /** A body that reads well; in the description and on the page. */
  example?: Readonly<Record<string, unknown>>
  /** Absent: 204 without a body. */
  answer?: A
  /** 200 unless told; 204 without an answer. */
  status?: 200 | 201
  /** What use cases call a field, and how programs know it: for refusals. */
  fields?: Readonly<Record<string, string>>
  /** Beyond those every endpoint of its kind has. */
  errors?: readonly ErrorCode[]
  /** In requests of the key's quota; 1 unless told. */
  cost?: number
}

export type Call<P, Q, B> = {
  /** For a write `db` is one tx around all that is done; nothing may ask the database another way. */
  deps: Deps
  caller: KeyCaller
  params: P
  query: Q
  body: B
}

/** What a handler gives: the answer, and where a new thing stands. */
export type Made<A> = { answer: A; location?: string }

export type Endpoint = Declaration & {
  handle(call: Call<never, never, never>): Promise<Made<unknown>>
}

type Out<T extends z.ZodType | undefined> = T extends z.ZodType ? z.output<T> : undefined

/** Ties a handler to its declaration: what it is given and must give is what was declared. */
export function endpoint<
  P extends z.ZodType = never,
  Q extends z.ZodType = never,
  B extends z.ZodType = never,
  A extends z.ZodType = never,
>(
  declaration: Declaration<P, Q, B, A>,
  handle: (call: Call<Out<P>, Out<Q>, Out<B>>) => Promise<Made<[A] extends [never] ? undefined : z.input<A>>>,
): Endpoint {
  return { ...declaration, handle } as unknown as Endpoint
}
