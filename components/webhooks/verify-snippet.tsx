/** Ten lines that tell our messages from anybody else's, to take away. */
import type { Translate } from "#lib/kernel/messages.ts"
import { CopyField } from "../ui/copy-field.tsx"

/** Node's own crypto, so that it runs without a package; held to the sender by a test. */
export const VERIFY_SNIPPET = `import { createHmac, timingSafeEqual } from "node:crypto"

// secret: "whsec_…"; body: the request's bytes as text, before any JSON.parse
export function isFromFanfare(secret, headers, body) {
  const { "webhook-id": id, "webhook-timestamp": time, "webhook-signature": signatures = "" } = headers
  if (!(Math.abs(Date.now() / 1000 - Number(time)) < 300)) return false
  const key = Buffer.from(secret.slice("whsec_".length), "base64")
  const mine = createHmac("sha256", key).update(\`\${id}.\${time}.\${body}\`).digest()
  const theirs = signatures.split(" ").map((one) => Buffer.from(one.slice("v1,".length), "base64"))
  return theirs.some((one) => one.length === mine.length && timingSafeEqual(one, mine))
}
`

export function VerifySnippet({ t }: { t: Translate }) {
  return (
    <div className="grid max-w-read gap-4">
      <p>
        {t(
          "Anybody can send a request to your address. Ours carry a signature made with the webhook's secret, so check it before you believe a word. In Node:",
        )}
      </p>
      <CopyField label={t("How to check a message")} value={VERIFY_SNIPPET} multiline />
      <p className="text-14 text-muted">
        {t(
          "Answer 2xx within ten seconds, and do the work afterwards. The same message may come twice: remember each webhook-id for a day. The order is not promised.",
        )}
      </p>
    </div>
  )
}
