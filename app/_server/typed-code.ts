/** A creator code as a form of the store brings it: typed by hand, or filled in by the address and pressed as it was. */
import "server-only"
import { type TypedCode, typeCode } from "#lib/attribution/type-code.ts"
import { readCode } from "#lib/fans/creator-code.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { deps } from "./deps.ts"
import { clientAddress } from "./request-info.ts"

/** `?code=NOOR` as it may stand in the field; null for what no code can be. */
export const prefilledCode = (value: string | string[] | undefined): string | null =>
  typeof value === "string" ? readCode(value) : null

type FromForm = { buyerId: Id<"user">; titleId: Id<"title">; code: string; prefilled: string }

/** Refuses as `typeCode` does. */
export async function typeFromForm({ buyerId, titleId, code, prefilled }: FromForm): Promise<TypedCode> {
  const asFilledIn = prefilled !== "" && readCode(code) === readCode(prefilled)
  return typeCode(deps(), {
    buyerId,
    code,
    address: await clientAddress(),
    place: asFilledIn ? "link" : "checkout",
    titleId: asFilledIn ? titleId : null,
  })
}
