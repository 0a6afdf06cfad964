/** The last step: the button in the form one's site takes, ready to copy; and what could come next. */
import Link from "next/link"
import { copyLinkOf } from "#app/_server/copy-link.ts"
import { words } from "#app/_server/words.ts"
import { CopyPanel } from "#components/embed/copy-panel.tsx"
import { type PageQuery, readWish } from "#components/embed/copy-wish.ts"
import { CopyOnce } from "#components/fans/copy-once.tsx"
import { StepHead } from "#components/fans/start-frame.tsx"
import { Card } from "#components/ui/card.tsx"
import type { FirstButton, FirstLink } from "#lib/earnings/onboarding-queries.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { wordsOf } from "#messages/catalogues.ts"
import { noteCopied } from "./actions.ts"

type CopyStepProps = { first: FirstButton; button: FirstLink; query: PageQuery; copied: boolean }

export async function CopyStep({ first, button, query, copied }: CopyStepProps) {
  const t = await words()
  const link = await copyLinkOf({ ...button, site: { slug: first.siteSlug, name: first.siteName } })
  return (
    <>
      <StepHead
        title={t("Here is your button for {title}", { title: button.titleName })}
        lead={t("Paste it on {site} as it is. Every click on it is yours, and beside it stands that you earn.", {
          site: first.siteName,
        })}
      />
      <CopyPanel
        t={t}
        link={link}
        wish={readWish(query, link)}
        path="/start"
        wordsOf={wordsOf}
        copy={(text, { form }) => (
          <CopyOnce key={text} form={form} code={button.code} text={text} noteCopied={noteCopied} />
        )}
      />
      {copied && <Next t={t} first={first} />}
    </>
  )
}

function Next({ t, first }: { t: Translate; first: FirstButton }) {
  const ways = [
    [
      `/dashboard/sites/${first.siteId}`,
      t("Finish your page"),
      t("Colours, words, more titles: it stands at /s/{slug} already.", { slug: first.siteSlug }),
    ],
    ["/dashboard/nodes", t("Pair a node"), t("Stock what you recommend, and be paid for carrying it too.")],
    ["/settings#payee", t("Say where money goes"), t("A PayPal address, confirmed once. Until then it waits for you.")],
    ["/dashboard", t("Watch your desk"), t("The first click shows there a second after it happens.")],
  ] as const
  return (
    <section aria-labelledby="next" className="grid gap-4">
      <h2 id="next" className="text-28">
        {t("That was it. From now on it works for you")}
      </h2>
      <ul className="grid gap-4 sm:grid-cols-2">
        {ways.map(([href, label, says]) => (
          <Card as="li" key={href} className="grid gap-1">
            <Link className="link justify-self-start font-semibold" href={href}>
              {label}
            </Link>
            <span className="text-14 text-muted">{says}</span>
          </Card>
        ))}
      </ul>
    </section>
  )
}
