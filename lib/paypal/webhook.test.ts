/** Which webhooks are believed, and how little a believed one may say. */
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { crc32 } from "node:zlib"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { makeCertificate } from "../../sandbox/paypal/certificates.ts"
import { certificateSource } from "./certificate.ts"
import type { WebhookVerdict } from "./port.ts"
import { WebhookVerifier } from "./webhook.ts"

const NOW = new Date("2026-11-23T12:00:00Z")
const DAY_MS = 86_400_000
const key = (): KeyObject => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey
const [rootKey, middleKey, leafKey, strangerKey] = [key(), key(), key(), key()]
const day = (n: number): Date => new Date(NOW.getTime() + n * DAY_MS)
const YEAR = { from: day(-100), to: day(265) }

const issue = (
  subject: string,
  subjectKey: KeyObject,
  issuer: string,
  issuerKey: KeyObject,
  authority: boolean,
  dates = YEAR,
) => makeCertificate({ subject, subjectKey, issuer, issuerKey, authority, ...dates })
const root = issue("root", rootKey, "root", rootKey, true)
const middle = issue("middle", middleKey, "root", rootKey, true)
const leaf = issue("leaf", leafKey, "middle", middleKey, false)

const CHAINS: Record<string, string> = {
  good: leaf + middle,
  "no-middle": leaf,
  expired: issue("leaf", leafKey, "middle", middleKey, false, { from: day(-9), to: day(-1) }) + middle,
  "from-stranger": issue("leaf", leafKey, "root", strangerKey, false),
  "self-made": issue("leaf", leafKey, "leaf", leafKey, true),
  // A leaf that plays authority: its own certificate is fine, what it issues is not.
  "leaf-issued": issue("child", strangerKey, "leaf", leafKey, false) + leaf + middle,
  rubbish: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
}

let server: Server
let baseUrl = ""
let fetches = 0
beforeAll(async () => {
  server = createServer((request, response) => {
    fetches += 1
    const name = request.url?.split("/").at(-1) ?? ""
    if (name === "moved")
      return void response.writeHead(302, { location: `${baseUrl}/v1/notifications/certs/good` }).end()
    if (name === "huge") return void response.end(Buffer.alloc(65_537, 65))
    response.writeHead(name in CHAINS ? 200 : 404).end(CHAINS[name])
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const verifier = (more = {}) =>
  new WebhookVerifier(
    { clientId: "c", clientSecret: "s", webhookId: "WH-1", baseUrl, trustedRootPem: root, ...more },
    () => {},
  )

const EVENT = Buffer.from(
  JSON.stringify({
    id: "WH-EV-1",
    event_type: "PAYMENT.CAPTURE.COMPLETED",
    resource: { id: "CAP1", amount: { value: "1.00" } },
  }),
)

interface Delivery {
  webhookId?: string
  certificate?: string
  signer?: KeyObject
  time?: string
  body?: Buffer
}

function signed(d: Delivery = {}): Record<string, string> {
  const time = d.time ?? "2026-11-23T11:59:00Z"
  const text = `tx-1|${time}|${d.webhookId ?? "WH-1"}|${crc32(d.body ?? EVENT)}`
  return {
    "paypal-transmission-id": "tx-1",
    "paypal-transmission-time": time,
    "paypal-transmission-sig": sign("sha256", Buffer.from(text), d.signer ?? leafKey).toString("base64"),
    "paypal-auth-algo": "SHA256withRSA",
    "paypal-cert-url": `${baseUrl}/v1/notifications/certs/${d.certificate ?? "good"}`,
  }
}

const judge = (headers: Record<string, string>, rawBody: Buffer = EVENT, more = {}): Promise<WebhookVerdict> =>
  verifier(more).verify({ headers, rawBody, now: NOW })

describe("webhooks", () => {
  it("a genuine one names its subject, and its certificate is fetched once", async () => {
    const one = verifier()
    fetches = 0
    const verdict = await one.verify({ headers: signed(), rawBody: EVENT, now: NOW })
    await one.verify({ headers: signed(), rawBody: EVENT, now: NOW })
    expect(fetches).toBe(1)
    expect(verdict).toEqual({
      kind: "genuine",
      hint: {
        eventId: "WH-EV-1",
        eventType: "PAYMENT.CAPTURE.COMPLETED",
        transmissionId: "tx-1",
        captureId: "CAP1",
        paypalOrderId: null,
        refundId: null,
        payoutBatchId: null,
        payoutItemId: null,
        disputeId: null,
      },
    })
  })

  const forgeries: Record<string, () => Promise<WebhookVerdict>> = {
    "another key": () => judge(signed({ signer: strangerKey })),
    "another subscription": () => judge(signed({ webhookId: "WH-2" })),
    "a changed byte": () => judge(signed(), Buffer.from(EVENT.toString().replace("1.00", "9.00"))),
    "a changed time": () => judge({ ...signed(), "paypal-transmission-time": "2026-11-23T11:58:00Z" }),
    "a changed transmission id": () => judge({ ...signed(), "paypal-transmission-id": "tx-2" }),
    "re-serialised JSON": () => judge(signed(), Buffer.from(JSON.stringify(JSON.parse(EVENT.toString()), null, 1))),
    "five days old": () => judge(signed({ time: "2026-11-18T11:00:00Z" })),
    "two days ahead": () => judge(signed({ time: "2026-11-25T13:00:00Z" })),
    "another algorithm": () => judge({ ...signed(), "paypal-auth-algo": "SHA1withRSA" }),
    "no headers": () => judge({}),
    "a body too large": () => judge(signed(), Buffer.alloc(256 * 1024 + 1)),
    "signed, but no event": () => judge(signed({ body: Buffer.from("[1]") }), Buffer.from("[1]")),
    "a missing intermediate": () => judge(signed({ certificate: "no-middle" })),
    "an expired certificate": () => judge(signed({ certificate: "expired" })),
    "a certificate somebody else issued": () => judge(signed({ certificate: "from-stranger" })),
    "a certificate of its own making": () => judge(signed({ certificate: "self-made" })),
    "a certificate issued by a leaf": () => judge(signed({ certificate: "leaf-issued", signer: strangerKey })),
    "a stand-in that is not configured": () => judge(signed(), EVENT, { trustedRootPem: undefined }),
  }
  it.each(Object.entries(forgeries))("%s is forged", async (_, attempt) => {
    expect((await attempt()).kind).toBe("forged")
  })

  it.each(["rubbish", "moved", "huge", "absent"])(
    "a certificate that cannot be had (%s) is no verdict",
    async (name) => {
      expect((await judge(signed({ certificate: name }))).kind).toBe("unknown")
    },
  )

  it("strangers cannot make us fetch without end", async () => {
    const one = verifier()
    fetches = 0
    for (let n = 0; n < 40; n++) {
      await one.verify({ headers: signed({ certificate: `absent-${n}` }), rawBody: EVENT, now: NOW })
    }
    expect(fetches).toBe(20)
  })

  it("another body with the same CRC passes: that is why only ids are taken from it", async () => {
    const text = EVENT.toString().replace("COMPLETED", "REVERSED").slice(0, -1)
    const forged = withCrc(`${text},"pad":"`, `"}`, crc32(EVENT))
    expect(crc32(forged)).toBe(crc32(EVENT))
    const verdict = await judge(signed(), forged)
    expect(verdict.kind).toBe("genuine")
    expect(JSON.stringify(verdict)).not.toContain("1.00")
  })
})

/** Finds filler between head and tail that gives the wanted CRC32: CRC is affine, so four free bytes always suffice. */
function withCrc(head: string, tail: string, wanted: number): Buffer {
  for (let n = 0; ; n++) {
    const start = Buffer.from(`${head}${n}`)
    const build = (four: number[]) => Buffer.concat([start, Buffer.from(four), Buffer.from(tail)])
    const four = solve((bytes) => crc32(build(bytes)), wanted)
    if (four.every((b) => b >= 0x23 && b <= 0x7e && b !== 0x5c)) return build(four)
  }
}

/** The four bytes for which the affine `f` gives `wanted`, by Gauss over 32 bits. */
function solve(f: (bytes: number[]) => number, wanted: number): number[] {
  const bytesOf = (x: number) => [x & 255, (x >>> 8) & 255, (x >>> 16) & 255, x >>> 24]
  const zero = f([0, 0, 0, 0])
  const rows = Array.from({ length: 32 }, (_, i) => ({
    out: (f(bytesOf((1 << i) >>> 0)) ^ zero) >>> 0,
    in: (1 << i) >>> 0,
  }))
  let [rest, input] = [(wanted ^ zero) >>> 0, 0]
  for (let bit = 31; bit >= 0; bit--) {
    const at = rows.findIndex((r) => (r.out >>> bit) & 1)
    if (at < 0) continue
    const pivot = rows.splice(at, 1)[0]!
    for (const row of rows.filter((r) => (r.out >>> bit) & 1)) {
      row.out = (row.out ^ pivot.out) >>> 0
      row.in = (row.in ^ pivot.in) >>> 0
    }
    if ((rest >>> bit) & 1) {
      rest = (rest ^ pivot.out) >>> 0
      input = (input ^ pivot.in) >>> 0
    }
  }
  return bytesOf(input)
}

describe("where a certificate may come from", () => {
  const path = "/v1/notifications/certs/CERT-1"
  const standIn = { origin: "http://127.0.0.1:3999", rootPem: "" }
  it.each(["api.paypal.com", "api-m.paypal.com", "api.sandbox.paypal.com", "api-m.sandbox.paypal.com"])(
    "%s",
    (host) => {
      expect(certificateSource(`https://${host}${path}`, null)?.from).toBe("paypal")
    },
  )

  it.each([
    `http://api.paypal.com${path}`,
    `https://api.paypal.com:444${path}`,
    `https://user@api.paypal.com${path}`,
    `https://api.paypal.com.example.org${path}`,
    `https://www.paypal.com${path}`,
    `https://example.org/?u=https://api.paypal.com${path}`,
    `https://api.paypal.com/v1/notifications/certs/../webhooks`,
    `https://api.paypal.com/v1/notifications/certs/`,
    `https://api.paypal.com${path}?x=1`,
    `https://api.paypal.com${path}#x`,
    `https://API.paypal.com${path}`,
    `https:\\\\api.paypal.com${path}`,
    `https://api.paypal.com/v1/notifications/certs/%2e%2e`,
    `http://127.0.0.1:3999${path}`,
    "not a url",
    `https://api.paypal.com${path}${"x".repeat(600)}`,
  ])("never %s", (url) => {
    expect(certificateSource(url, null)).toBeNull()
  })

  it("the stand-in only at its own port on loopback", () => {
    expect(certificateSource(`http://127.0.0.1:3999${path}`, standIn)?.from).toBe("stand-in")
    expect(certificateSource(`http://localhost:3999${path}`, standIn)?.from).toBe("stand-in")
    expect(certificateSource(`http://127.0.0.1:4000${path}`, standIn)).toBeNull()
    expect(
      certificateSource(`http://example.org:3999${path}`, { ...standIn, origin: "http://example.org:3999" }),
    ).toBeNull()
  })
})
