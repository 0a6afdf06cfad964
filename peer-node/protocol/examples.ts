/** The worked examples of docs/PROTOCOL.md, made by the code they explain; a test holds the page to them. */
import { fromHex, toB64url, toHex, utf8 } from "./bytes.ts"
import { planParts, sealPiece, segmentAad, segmentNonce } from "./content.ts"
import { fingerprint, signDeviceProof } from "./device.ts"
import {
  AT_SECONDS,
  deviceKey,
  filled,
  fixedCrypto,
  nodeKey,
  OBJ,
  ORDER_ID,
  platform,
  RELEASE_ID,
  receiptFor,
  SESSION_ID,
  SPLIT,
  sampleSettlement,
  sampleStatement,
  sessionKey,
  TICKET,
} from "./fixture.ts"
import { grantSigningBytes, signGrant } from "./grant.ts"
import { signManifest } from "./manifest.ts"
import { signNodeRequest } from "./node-auth.ts"
import { receiptSigningBytes } from "./receipt.ts"
import { signSplit } from "./split.ts"
import { signTicket } from "./ticket.ts"
import {
  ROLE_CARRIER,
  ROLE_DOWNLOADER,
  signDialBack,
  signTranscript,
  type Transcript,
  transcriptBytes,
} from "./transcript.ts"

/** Text by example name, exactly as it stands between the fences of the page. */
export async function buildExamples(): Promise<Record<string, string>> {
  return {
    keys: keys(),
    ticket: await signTicket(TICKET, platform.ticket),
    receipt: await receipt(),
    transcript: await transcript(),
    "dial-back": await dialBack(),
    piece: await piece(),
    manifest: await manifest(),
    "node-request": await nodeRequest(),
    "device-proof": await deviceProof(),
    grant: await grant(),
    audit: toHex(await fixedCrypto.hmacSha256(filled(32, 9), utf8("ranges"))),
    split: await signSplit(SPLIT, platform.statement),
    settlement: await settlement(),
    statement: (await sampleStatement()).trimEnd(),
  }
}

const fields = (rows: Record<string, string>): string =>
  Object.entries(rows)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n")

const keys = () =>
  fields({
    "node key (seed 32 x 11)": toHex(nodeKey.publicKey),
    "session key (seed 32 x 22)": toHex(sessionKey.publicKey),
    "device key (scalar 32 x 33)": toHex(deviceKey.publicKey),
    "ticket key tkt-1 (seed 32 x 41)": toHex(platform.ticket.publicKey),
    "licence key lic-1 (seed 32 x 42)": toHex(platform.licence.publicKey),
    "audit key aud-1 (seed 32 x 43)": toHex(platform.audit.publicKey),
    "statement key stm-1 (seed 32 x 44)": toHex(platform.statement.publicKey),
  })

async function receipt() {
  const { bytes } = await receiptFor(TICKET.jti, 1_048_576n)
  return fields({
    body: toHex(bytes.slice(0, 40)),
    signed: toHex(receiptSigningBytes(bytes)),
    signature: toHex(bytes.slice(40)),
  })
}

async function transcript() {
  const t: Transcript = {
    role: ROLE_CARRIER,
    jti: TICKET.jti,
    carrierNonce: filled(32, 0xc1),
    downloaderNonce: filled(32, 0xd1),
    carrierKey: nodeKey.publicKey,
    downloaderKey: sessionKey.publicKey,
    obj: OBJ,
  }
  return fields({
    "signed by the carrier": toHex(transcriptBytes(t)),
    "carrier's ff_auth": toHex(await signTranscript(fixedCrypto, nodeKey, t)),
    "downloader's ff_auth": toHex(await signTranscript(fixedCrypto, sessionKey, { ...t, role: ROLE_DOWNLOADER })),
  })
}

async function dialBack() {
  const dial = { platformNonce: filled(32, 0xf1), nodeNonce: filled(32, 0xc1), nodeKey: nodeKey.publicKey }
  return fields({ ff_auth: toHex(await signDialBack(fixedCrypto, nodeKey, dial)) })
}

async function piece() {
  const sealed = await sealPiece(
    fixedCrypto,
    filled(32, 5),
    { releaseId: RELEASE_ID, index: 3, count: 9 },
    utf8("hello"),
  )
  return fields({
    nonce: toHex(segmentNonce(3)),
    "associated data": toHex(segmentAad(RELEASE_ID, 3, 9)),
    piece: toHex(sealed),
  })
}

async function manifest() {
  const plan = planParts([
    { name: "trial", files: [{ path: "demo.bin", size: 300_000 }] },
    { name: "full", files: [{ path: "game.bin", size: 100 }] },
  ])
  const about = {
    v: 1,
    rel: RELEASE_ID,
    ttl: "ttl_01khz0000000000000000000aa",
    ver: "1.0",
    enc: "A256GCM-SEG",
  } as const
  const hashes = { pieces: filled(96, 7), tor: filled(32, 8), ih: "ab".repeat(20) }
  const token = await signManifest({ ...about, ...plan, ...hashes }, platform.licence)
  const obj = await fixedCrypto.sha256(utf8(token))
  return fields({ manifest: token, obj: toHex(obj) })
}

const nodeRequest = () =>
  signNodeRequest(
    fixedCrypto,
    { nodeId: "nod_01khz0000000000000000000aa", key: nodeKey },
    { method: "POST", path: "/api/v1/nodes/audits", body: utf8('{"jti":"x"}'), nowSeconds: AT_SECONDS },
  )

async function deviceProof() {
  const proof = { name: "attic", origin: "https://fanfare.example", iat: AT_SECONDS }
  return fields({
    proof: await signDeviceProof(nodeKey, proof),
    fingerprint: await fingerprint(fixedCrypto, nodeKey.publicKey),
  })
}

async function grant() {
  const g = { ses: SESSION_ID, pieces: [1, 5], progress: fromHex(""), iat: AT_SECONDS }
  return fields({
    signed: toHex(await grantSigningBytes(fixedCrypto, g)),
    sig: toB64url(await signGrant(fixedCrypto, sessionKey, g)),
  })
}

/** The order's settlement as numbers; its token stands in the statement's carriage lines. */
async function settlement() {
  const { settlement: s } = await sampleSettlement()
  const rows = s.shares.map((r) => `${toHex(r.jti)}: x ${r.x}, ${r.verdict}, ${r.payMicros} micros`)
  return [`order: ${ORDER_ID}`, ...rows, `total: ${s.totalMicros}`, `origin share: ${s.originShareMicros}`].join("\n")
}
