/** Dials a node back at the address it said: reached, and signed by the node's own key over both sides' nonces, or why not. */
import { randomBytes } from "node:crypto"
import { connect, type Socket } from "node:net"
import type { DialBack } from "#lib/delivery/dial-back.ts"
import { SECOND_MS } from "#lib/kernel/period.ts"
import { WireDecoder, type WireEvents } from "#peer/engine/decoder.ts"
import { decodeExtended, encodeExtended, FF_AUTH } from "#peer/engine/extended.ts"
import { EXTENDED, extendedFrame, handshakeFrame } from "#peer/engine/messages.ts"
import { fromB64url, fromHex, toHex } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { DIAL_BACK_INFO_HASH, NONCE_BYTES, verifyDialBack } from "#peer/protocol/transcript.ts"

/** A node behind a slow line answers within a second or two; what takes longer serves nobody. */
const DEADLINE_MS = 5 * SECOND_MS
/** Handshake, extended handshake and signature are under 1 kB; more is not what was asked for. */
const ANSWER_LIMIT_BYTES = 16 * 1024

type Answer = { ok: true } | { ok: false; reason: string }
const no = (reason: string): Answer => ({ ok: false, reason })

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Nothing listens at that port: open it in the router and the firewall.",
  EHOSTUNREACH: "The address cannot be reached.",
  ENETUNREACH: "The address cannot be reached.",
  ECONNRESET: "The connection was cut: something else may listen there.",
}

export const dialBack: DialBack = ({ address, port, nodeKey }) =>
  new Promise((resolve) => {
    const socket = connect({ host: address, port })
    const timer = setTimeout(
      () => done(no("No answer within 5 seconds: a firewall may drop the connection.")),
      DEADLINE_MS,
    )
    let over = false
    const done = (answer: Answer) => {
      if (over) return
      over = true
      clearTimeout(timer)
      socket.destroy()
      resolve(answer)
    }
    socket.on("error", (error: NodeJS.ErrnoException) =>
      done(no(REASONS[error.code ?? ""] ?? "It could not be dialled.")),
    )
    // The node closes as soon as it has signed; while its signature is being checked, that is no failure.
    let checking = false
    socket.on("close", () => {
      if (!checking) done(no("The connection was closed before the node had proved itself."))
    })
    const onSigned = () => {
      checking = true
    }
    socket.once("connect", () => converse(socket, { nodeKey: fromB64url(nodeKey, 32), onSigned, done }))
  })

type Call = { nodeKey: Uint8Array; onSigned: () => void; done: (answer: Answer) => void }

function converse(socket: Socket, call: Call): void {
  const platformNonce = new Uint8Array(randomBytes(NONCE_BYTES))
  const decoder = new WireDecoder(listener({ platformNonce, ...call }))
  let heard = 0
  socket.on("data", (data) => {
    heard += data.length
    if (heard > ANSWER_LIMIT_BYTES) call.done(no("Something else listens at that port."))
    else decoder.push(data)
  })
  socket.write(handshakeFrame(fromHex(DIAL_BACK_INFO_HASH), new Uint8Array(randomBytes(20))))
  socket.write(extendedFrame(0, encodeExtended({ nonce: platformNonce })))
}

function listener({ platformNonce, nodeKey, onSigned, done }: Call & { platformNonce: Uint8Array }): WireEvents {
  let nodeNonce: Uint8Array | null = null
  const prove = async (signature: Uint8Array) => {
    onSigned()
    if (!nodeNonce) return done(no("The node signed before it said its nonce."))
    const proved = await verifyDialBack(webCrypto(), signature, { platformNonce, nodeNonce, nodeKey })
    done(proved ? { ok: true } : no("Another node answers at that port."))
  }
  const foreign = () => done(no("Something else listens at that port."))
  return {
    onHandshake: ({ infoHash }) => {
      if (toHex(infoHash) !== DIAL_BACK_INFO_HASH) foreign()
    },
    onMessage: (id, payload) => {
      if (id !== EXTENDED) return
      try {
        if (payload[0] === 0) nodeNonce = decodeExtended(payload.subarray(1)).nonce
        else if (payload[0] === FF_AUTH) void prove(payload.slice(1))
      } catch {
        foreign()
      }
    },
    onBlockStart: foreign,
    onBlockEnd: () => {},
    onFault: foreign,
  }
}
