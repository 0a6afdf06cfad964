/** The last step: the button in the form one's site takes, ready to copy; and what could come next. */
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { words } from "#app/_server/words.ts"
import { type CopyForm, copyForms } from "#components/embed/copy-forms.ts"
import { CopyPreview } from "#components/embed/copy-panel.tsx"
import { CopyOnce } from "#components/fans/copy-once.tsx"
import { StepHead } from "#components/fans/start-frame.tsx"
import { Card } from "#components/ui/card.tsx"
import { cx } from "#components/ui/cx.ts"
import type { FirstButton, FirstLink } from "#lib/earnings/onboarding-queries.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { noteCopied } from "./actions.ts"

type CopyStepProps = { first: FirstButton; button: FirstLink; form: string | undefined; copied: boolean }

export async function CopyStep({ first, button, form, copied }: CopyStepProps) {
  const t = await words()
  const forms = copyForms({ ...button, publicUrl: deps().config.publicUrl })
  const chosen = forms.find((f) => f.key === form) ?? forms[0]!
  return (
    <>
      <StepHead
        title={t("Here is your button for {title}", { title: button.titleName })}
        lead={t("Paste it on {site} as it is. Every click on it is yours, and beside it stands that you earn.", {
          site: first.siteName,
        })}
      />
      <Card className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <FormChoice t={t} forms={forms} chosen={chosen} />
        <div className="grid gap-6 lg:grid-cols-2">
          <CopyOnce key={chosen.key} form={chosen.key} code={button.code} text={chosen.code} noteCopied={noteCopied} />
          <figure className="grid content-start gap-2">
            <figcaption className="text-14 text-muted">{t("What your readers see")}</figcaption>
            <div className="grid min-h-30 place-items-center rounded-card bg-sunken p-4">
              <CopyPreview t={t} form={chosen} {...button} publicUrl={deps().config.publicUrl} />
            </div>
          </figure>
        </div>
      </Card>
      {copied && <Next t={t} first={first} />}
    </>
  )
}

/** Links rather than tabs of a script: each form has an address, and Back goes back. */
function FormChoice({ t, forms, chosen }: { t: Translate; forms: readonly CopyForm[]; chosen: CopyForm }) {
  return (
    <div className="grid gap-3">
      <nav aria-label={t("Form of the button")} className="flex flex-wrap gap-2">
        {forms.map((form) => (
          <Link
            key={form.key}
            href={`/start?form=${form.key}`}
            replace
            scroll={false}
            aria-current={form === chosen ? "true" : undefined}
            className={cx(
              "flex h-11 items-center rounded-chip border px-4 text-14 font-semibold no-underline",
              form === chosen ? "border-brass bg-brass-tint" : "border-edge hover:bg-sunken",
            )}
          >
            {t.known(form.label)}
          </Link>
        ))}
      </nav>
      <p className="text-14 text-muted">{t.known(chosen.use)}</p>
    </div>
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
