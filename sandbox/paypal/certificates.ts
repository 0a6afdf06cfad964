/** The chain the stand-in signs its webhooks with: a root of its own, an intermediate, a leaf; made once per data folder. */
import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { bits, boolean, explicit, integer, octets, oid, sequence, set, time, utf8 } from "./der.ts"

const SHA256_WITH_RSA = sequence(oid("1.2.840.113549.1.1.11"), Buffer.from([0x05, 0x00]))
const COMMON_NAME = oid("2.5.4.3")
const BASIC_CONSTRAINTS = oid("2.5.29.19")
const KEY_USAGE = oid("2.5.29.15")
const DAY_MS = 86_400_000
/** Longer than any time machine goes, and a day before now for clocks that lag. */
const VALID_YEARS = 20

interface CertificateRequest {
  readonly subject: string
  readonly issuer: string
  readonly subjectKey: KeyObject
  readonly issuerKey: KeyObject
  readonly authority: boolean
  readonly from: Date
  readonly to: Date
}

const name = (commonName: string): Buffer => sequence(set(sequence(COMMON_NAME, utf8(commonName))))

/** One X.509 v3 certificate as PEM, signed RSA-SHA256. */
export function makeCertificate(r: CertificateRequest): string {
  const tbs = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(randomBytes(16)),
    SHA256_WITH_RSA,
    name(r.issuer),
    sequence(time(r.from), time(r.to)),
    name(r.subject),
    createPublicKey(r.subjectKey).export({ type: "spki", format: "der" }),
    explicit(3, sequence(...extensions(r.authority))),
  )
  const signature = sign("sha256", tbs, r.issuerKey)
  const base64 = sequence(tbs, SHA256_WITH_RSA, bits(signature)).toString("base64").replace(/.{64}/g, "$&\n")
  return `-----BEGIN CERTIFICATE-----\n${base64.trimEnd()}\n-----END CERTIFICATE-----\n`
}

function extensions(authority: boolean): Buffer[] {
  const constraints = authority ? sequence(boolean(true)) : sequence()
  // keyCertSign and cRLSign for authorities (bits 5, 6), digitalSignature for the leaf (bit 0).
  const usage = authority ? bits(Buffer.from([0b0000_0110]), 1) : bits(Buffer.from([0b1000_0000]), 7)
  return [
    sequence(BASIC_CONSTRAINTS, boolean(true), octets(constraints)),
    sequence(KEY_USAGE, boolean(true), octets(usage)),
  ]
}

export interface SigningChain {
  readonly rootPem: string
  /** Leaf and intermediate, as served to whoever verifies. */
  readonly chainPem: string
  readonly leafKeyPem: string
  /** Name under /v1/notifications/certs/. */
  readonly certificateId: string
}

function makeChain(now: Date): SigningChain {
  const key = () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey
  const [rootKey, middleKey, leafKey] = [key(), key(), key()]
  const from = new Date(now.getTime() - DAY_MS)
  const to = new Date(now.getTime() + VALID_YEARS * 365 * DAY_MS)
  const [root, middle, leaf] = [
    "Fanfare stand-in root",
    "Fanfare stand-in intermediate",
    "messageverificationcerts.stand-in",
  ]
  const dates = { from, to }
  const issue = (subject: string, issuer: string, subjectKey: KeyObject, issuerKey: KeyObject, authority: boolean) =>
    makeCertificate({ subject, issuer, subjectKey, issuerKey, authority, ...dates })
  return {
    rootPem: issue(root, root, rootKey, rootKey, true),
    chainPem: issue(leaf, middle, leafKey, middleKey, false) + issue(middle, root, middleKey, rootKey, true),
    leafKeyPem: leafKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certificateId: `CERT-STANDIN-${randomBytes(4).toString("hex")}`,
  }
}

/** The chain of this data folder; made on the first start. The root's PEM also lies beside it as `root.pem`. */
export function openChain(dataDir: string, now: Date): SigningChain {
  const path = join(dataDir, "signing-chain.json")
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8")) as SigningChain
  mkdirSync(dataDir, { recursive: true })
  const chain = makeChain(now)
  writeFileSync(join(dataDir, "root.pem"), chain.rootPem)
  writeFileSync(`${path}.new`, JSON.stringify(chain), { mode: 0o600 })
  renameSync(`${path}.new`, path)
  return chain
}
