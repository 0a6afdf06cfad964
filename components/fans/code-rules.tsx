/** How creator codes count, in the order in which a fan asks. */
import type { Translate } from "#lib/kernel/messages.ts"
import { Section } from "../ui/card.tsx"

export function CodeRules({ t }: { t: Translate }) {
  const rules = [
    [
      t("For which titles?"),
      t(
        "Every one. Once typed it counts for whatever that buyer buys in the fourteen days after, and for demos they start.",
      ),
    ],
    [
      t("And if they came through a link?"),
      t(
        "A typed code goes first, before a demo and before the last click. One sale has one fan: it is never shared, and the buyer sees who it is before paying.",
      ),
    ],
    [
      t("Where is it typed?"),
      t(
        "Before paying, and in a node: fanfare-node get TITLE --code CODE. The address of a title’s page can fill it in, with ?code=CODE at its end; it counts once the buyer presses, and then for that title alone.",
      ),
    ],
    [
      t("May I type my own?"),
      t(
        "Own codes earn nothing: not on your account, and not on one that is paid at the same PayPal address. Whoever types one is told so, and so are you.",
      ),
    ],
    [
      t("Can I rename it?"),
      t(
        "Claim the new word and retire the old one. What looks like somebody’s code, or like Fanfare or PayPal, is nobody’s.",
      ),
    ],
  ] as const
  return (
    <Section title={t("How a code counts")}>
      <dl className="grid max-w-read grid-cols-1 gap-5">
        {rules.map(([question, answer]) => (
          <div key={question}>
            <dt className="font-semibold">{question}</dt>
            <dd className="text-muted wrap-anywhere">{answer}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
