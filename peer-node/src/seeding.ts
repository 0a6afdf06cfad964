/** How the seeder of a node is set up: tickets checked by the platform's keys and clock, receipts into the journal, events told. */
import { type SeederEvent, startSeeder } from "../engine/seeder.ts"
import { tcpTransport } from "../engine/tcp.ts"
import { type Ticket, verifyTicket } from "../protocol/ticket.ts"
import type { NodeContext } from "./context.ts"
import type { DebtBook } from "./debt-book.ts"
import type { Emit } from "./output.ts"
import type { ReceiptJournal } from "./receipt-journal.ts"
import type { ReceiptSender } from "./receipt-sender.ts"

type SeederParts = { journal: ReceiptJournal; sender: ReceiptSender; debts: DebtBook; emit: Emit }
type ListeningOptions = Omit<Parameters<typeof startSeeder>[0], "listen">

export function seederOptions(context: NodeContext, parts: SeederParts): ListeningOptions {
  const { journal, sender, debts, emit } = parts
  return {
    transport: tcpTransport(context.bind ? { localAddress: context.bind } : {}),
    crypto: context.crypto,
    nodeKey: context.nodeKey,
    verifyTicket: (jws) =>
      context.keys.check((keys) =>
        verifyTicket(jws, { keys, nowSeconds: context.clock.nowSeconds(), car: context.nodeKey.publicKey }),
      ),
    onReceipt: (receipt, ticket) => {
      journal.record({ receipt, ...carriedUnder(ticket) })
      if (receipt.final) sender.hurry()
    },
    lastReceipt: (jti) => journal.newest(jti),
    debts,
    limits: { uploadBytesPerSecond: context.uploadLimit },
    now: context.clock.nowMs,
    onEvent: (event) => tell(event, emit),
  }
}

const carriedUnder = (t: Ticket) => ({
  session: t.ses,
  obj: t.obj,
  sessionKey: t.dlk,
  limitBytes: t.lim,
  kind: t.knd,
})

function tell(event: SeederEvent, emit: Emit): void {
  if (event.kind === "peer_joined")
    emit("peer_joined", { address: event.address, ticket: event.ticket }, `serving ${event.address}`)
  else if (event.kind === "peer_left") {
    const reason = event.reason?.message ?? null
    emit("peer_left", { address: event.address, ticket: event.ticket, code: event.reason?.code ?? null, reason }, null)
  } else if (event.kind === "store_failed") emit("store_failed", { reason: event.error.message }, event.error.message)
}

/** Both families where there are two; IPv4 alone on a machine without IPv6. */
export async function listen(options: ListeningOptions, bind: string | null, port: number) {
  if (bind) return { seeder: await startSeeder({ ...options, listen: { host: bind, port } }), address: bind }
  try {
    return { seeder: await startSeeder({ ...options, listen: { host: "::", port } }), address: "::" }
  } catch (error) {
    if (!["EAFNOSUPPORT", "EADDRNOTAVAIL"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error
    return { seeder: await startSeeder({ ...options, listen: { host: "0.0.0.0", port } }), address: "0.0.0.0" }
  }
}
