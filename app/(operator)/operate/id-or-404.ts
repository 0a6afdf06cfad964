/** The id in the address of an operator's page, or the page that says there is nothing. */
import "server-only"
import { notFound } from "next/navigation"
import { type Id, type IdKind, isId } from "#lib/kernel/ids.ts"

export function idOr404<K extends IdKind>(kind: K, raw: string): Id<K> {
  if (!isId(kind, raw)) notFound()
  return raw
}
