/** What a node is, holds and has carried, as one JSON object and as a table for people. */
import type { SeederStats } from "../engine/seeder.ts"
import { toB64url, toHex } from "../protocol/bytes.ts"
import type { DataFolder } from "./data-folder.ts"
import type { Fetching } from "./fetch-queue.ts"
import { showBytes, showTable } from "./output.ts"
import type { Pairing } from "./pairing.ts"
import { readReceipts } from "./receipt-journal.ts"
import type { CarriedReceipt } from "./receipt-record.ts"
import { countPieces, listShelf } from "./shelf.ts"
import { VERSION } from "./version.ts"

export interface Reach {
  readonly address: string
  readonly reachable: boolean
  readonly reason: string | null
}

/** What only a running process knows. */
export interface Live {
  readonly pid: number
  readonly port: number
  readonly reach: Reach | null
  readonly seeding: SeederStats
  readonly fetching: readonly Fetching[]
}

export type Status = ReturnType<typeof gatherStatus>

export function gatherStatus(folder: DataFolder, pairing: Pairing, fingerprint: string, live: Live | null) {
  const { unsent, archived } = readReceipts(folder.receipts)
  const held = listShelf(folder)
  const names = new Map(held.map((h) => [h.id, h.about.slug]))
  const receipts = [
    ...archived
      .filter((a) => !unsent.some((u) => toHex(u.receipt.ticket) === toHex(a.receipt.ticket)))
      .map((a) => receiptLine(a, names, a.verdict.state, a.verdict.detail || null)),
    ...unsent.map((u) => receiptLine(u, names, "unsent", null)),
  ]
  return {
    node: {
      id: pairing.nodeId,
      name: pairing.name,
      owner: pairing.owner,
      origin: pairing.origin,
      scope: pairing.scope,
      fingerprint,
      version: VERSION,
    },
    running: live !== null,
    live,
    shelf: held.map((h) => ({
      title: h.about.name,
      slug: h.about.slug,
      title_id: h.about.titleId,
      version: h.about.version,
      obj: h.id,
      size_bytes: h.about.sizeBytes,
      pieces: countPieces(h),
      piece_count: h.about.pieceCount,
      carried: h.about.carry,
    })),
    receipts: {
      unsent: unsent.length,
      archived: archived.length,
      refused: archived.filter((a) => a.verdict.state === "refused").length,
      list: receipts,
    },
    bytes_carried: receipts.filter((r) => r.kind === "carry").reduce((n, r) => n + r.cumulative_bytes, 0),
  }
}

const receiptLine = (
  c: CarriedReceipt,
  names: ReadonlyMap<string, string>,
  state: "unsent" | "accepted" | "refused",
  detail: string | null,
) => ({
  ticket: toB64url(c.receipt.ticket),
  session: c.session,
  obj: toHex(c.obj),
  slug: names.get(toHex(c.obj)) ?? null,
  kind: c.kind,
  cumulative_bytes: Number(c.receipt.cumulativeBytes),
  limit_bytes: c.limitBytes,
  pieces: c.receipt.pieces,
  final: c.receipt.final,
  signed_at: new Date(c.receipt.atSeconds * 1000).toISOString(),
  receipt: toB64url(c.receipt.bytes),
  state,
  detail,
})

export function showStatus(s: Status): string {
  const { node, live } = s
  const lines = [
    `${node.name} (${node.id}) of ${node.owner} on ${node.origin}`,
    `key ${node.fingerprint}, rights: ${node.scope.join(", ")}`,
    running(s),
    "",
    s.shelf.length === 0 ? "The shelf is empty; `fanfare-node stock TITLE` puts a title on it." : showShelf(s.shelf),
    ...(live?.fetching ?? []).map(
      (f) => `fetching ${f.titleId}: ${f.progress?.pieces ?? 0}/${f.progress?.pieceCount ?? "?"}`,
    ),
    "",
    `carried ${showBytes(s.bytes_carried)}; receipts: ${s.receipts.unsent} unsent, ${s.receipts.archived} answered for, ${s.receipts.refused} of them refused`,
  ]
  return lines.join("\n")
}

function running({ live }: Status): string {
  if (!live) return "not running; `fanfare-node run` carries"
  const { reach, seeding } = live
  const where = !reach
    ? "not heard yet"
    : reach.reachable
      ? `${reach.address}:${live.port}`
      : `unreachable: ${reach.reason}`
  return `running (${live.pid}), ${where}, ${seeding.peers} connected, ${showBytes(seeding.bytesPerSecond)}/s up`
}

function showShelf(shelf: Status["shelf"]): string {
  const rows = shelf.map((h) => [
    h.slug,
    h.version,
    showBytes(h.size_bytes),
    `${h.pieces}/${h.piece_count}`,
    h.carried ? "carried" : "for yourself",
  ])
  return showTable([["title", "version", "size", "pieces", ""], ...rows])
}
