import { createHmac } from "node:crypto"
import { expect, it } from "vitest"
import { Commission } from "#lib/answers/commission.ts"
import { Demo } from "#lib/answers/demo.ts"
import { Link } from "#lib/answers/link.ts"
import { Payout } from "#lib/answers/payout.ts"
import { Site } from "#lib/answers/site.ts"
import type { ProgramEvent } from "#lib/notices/program-event-state.ts"
import { newSecret, secretText, signatureOf } from "#lib/webhooks/signature.ts"
import { EVENT_EXAMPLES } from "./event-examples.ts"
import { VERIFY_SNIPPET } from "./verify-snippet.tsx"

it("shows each thing in the shape it is sent in", () => {
  const shapes: Partial<
    Record<ProgramEvent, typeof Commission | typeof Payout | typeof Link | typeof Site | typeof Demo>
  > = {
    "sale.captured": Commission,
    "demo.started": Demo,
    "payout.sent": Payout,
    "payout.paid": Payout,
    "payout.failed": Payout,
    "link.dead": Link,
    "site.verified": Site,
    "site.lost": Site,
  }
  for (const [type, shape] of Object.entries(shapes))
    expect([type, shape.safeParse(EVENT_EXAMPLES[type as ProgramEvent]).error?.issues]).toEqual([type, undefined])
  const settled = EVENT_EXAMPLES["carriage.settled"] as { commissions: unknown[] }
  expect(Commission.safeParse(settled.commissions[0]).error).toBeUndefined()
})

it("signs the specification's own way, and the snippet people copy believes that and nothing else", async () => {
  const secret = newSecret()
  const body = '{"type":"ping"}'
  const now = Math.floor(Date.now() / 1000)
  const { isFromFanfare } = (await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(VERIFY_SNIPPET)}`
  )) as { isFromFanfare(secret: string, headers: Record<string, string>, body: string): boolean }
  const judge = (timestamp: number, sent = body, by = [newSecret(), secret]) => {
    const signature = signatureOf({ messageId: "msg_1", timestamp, body }, by)
    const headers = { "webhook-id": "msg_1", "webhook-timestamp": `${timestamp}`, "webhook-signature": signature }
    return isFromFanfare(secretText(secret), headers, sent)
  }
  expect(judge(now)).toBe(true)
  expect(judge(now, `${body} `)).toBe(false)
  expect(judge(now, body, [newSecret()])).toBe(false)
  expect(judge(now - 301)).toBe(false)
  expect(judge(Number.NaN)).toBe(false)
  const mac = createHmac("sha256", secret).update(`msg_1.${now}.${body}`).digest("base64")
  expect(signatureOf({ messageId: "msg_1", timestamp: now, body }, [secret])).toBe(`v1,${mac}`)
})

/** The example of https://github.com/standard-webhooks/standard-webhooks, whose libraries are tested against it. */
it("makes the signature of the published test vector", () => {
  const secret = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64")
  const signed = { messageId: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: '{"test": 2432232314}' }
  expect(signatureOf(signed, [secret])).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
})
