/** What holds for every endpoint, each rule in a few sentences. */
import type { Translate } from "#lib/kernel/messages.ts"
import { Rich } from "../ui/rich.tsx"

type GroundRulesProps = { t: Translate; quota: number; windowSeconds: number }

export function GroundRules({ t, quota, windowSeconds }: GroundRulesProps) {
  return (
    <dl className="grid gap-x-10 gap-y-8 md:grid-cols-2">
      {rulesOf(t, quota, windowSeconds).map(({ title, says }) => (
        <div key={title} className="grid content-start gap-1.5">
          <dt className="font-display text-18 font-semibold tracking-tight">{title}</dt>
          <dd className="text-muted">
            <Rich text={says} code={(inner) => <code className="font-mono text-14 text-ink">{inner}</code>} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

const rulesOf = (t: Translate, quota: number, seconds: number): { title: string; says: string }[] => [
  {
    title: t("Keys"),
    says: t(
      "A key is sent as <code>Authorization: Bearer ff_…</code> and can do what its scopes say. No answer is for pages of other origins: a key in a page is a key given away.",
    ),
  },
  {
    title: t("Refusals"),
    says: t(
      "Every refusal is a problem document with a stable <code>code</code>, a sentence for people, every wrong field by name, and the request’s id. A refusal has changed nothing.",
    ),
  },
  {
    title: t("Once, however often it is sent"),
    says: t(
      "Send an <code>Idempotency-Key</code> of your own with whatever is made or changed. For 24 hours the same request gets the same answer with <code>Idempotency-Replayed: true</code>; another request under that key is refused. A <code>DELETE</code> needs none: sent again it changes nothing more.",
    ),
  },
  {
    title: t("Lists"),
    says: t(
      "Lists come newest first, up to 200 rows at a time. <code>next_cursor</code> and the <code>Link</code> header lead on; what is made meanwhile neither repeats nor hides a row.",
    ),
  },
  {
    title: t("How many"),
    says: t(
      "{quota} requests in {seconds} seconds per key. <code>RateLimit</code> says how many are left, and after a 429 <code>Retry-After</code> says how long to wait.",
      { quota, seconds },
    ),
  },
  {
    title: t("Numbers"),
    says: t(
      "Amounts are decimal strings in dollars, exact to a millionth: <code>1.4995</code>. Instants are ISO 8601 in UTC. Fields you do not know may be added to answers; fields we do not know are refused.",
    ),
  },
]
