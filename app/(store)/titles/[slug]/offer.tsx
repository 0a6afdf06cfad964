/** The two decisions of a title's page, buying and trying, as this visitor may take them. */

import Link from "next/link"
import type { ReactNode } from "react"
import { clickIds } from "#app/_server/click-cookie.ts"
import { deps } from "#app/_server/deps.ts"
import { CodeInDemo } from "#components/store/code-in-demo.tsx"
import { DaysLeft } from "#components/store/days-left.tsx"
import { demoWords } from "#components/store/demo-terms.ts"
import { Price } from "#components/store/price.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Card } from "#components/ui/card.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Rich } from "#components/ui/rich.tsx"
import type { Credit } from "#lib/attribution/queries.ts"
import { previewReferrer } from "#lib/attribution/queries.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { DeliverableRelease, TitleView } from "#lib/catalog/queries.ts"
import { termsAt } from "#lib/catalog/term-queries.ts"
import { ratesAt } from "#lib/checkout/rates-at.ts"
import { findDemo, findLiveEntitlement } from "#lib/entitlements/queries.ts"
import { formatDate, formatMoney, formatPrice } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { bpsOf, centsToMicros } from "#lib/kernel/money.ts"
import { torrentName } from "#peer/protocol/content.ts"
import { reviewPath } from "../../checkout/review-path.ts"
import { takeFree, tryDemo } from "./actions.ts"

type OfferProps = {
  t: Translate
  title: TitleView
  release: DeliverableRelease | null
  actor: Actor | null
  /** A creator code the address filled in. */
  code: string | null
}

export async function Offer({ t, title, release, actor, code }: OfferProps) {
  if (release?.open) return <OpenTitle t={t} title={title} release={release} />
  const { db, clock } = deps()
  const which = actor && { userId: actor.userId, titleId: title.id, at: clock.now() }
  const live = which && (await findLiveEntitlement(db, which))
  if (live?.kind === "purchase") return <Owned t={t} title={title} />
  return (
    <Card className="grid gap-5" id="buy">
      <Price t={t} cents={title.priceCents} currency={title.currency} className="font-display text-36" />
      {!release && <Notice tone="info">{t("The publisher has not uploaded a release yet. Come back soon.")}</Notice>}
      {release && title.priceCents === 0n && <TakeFree t={t} title={title} />}
      {release && title.priceCents > 0n && (
        <>
          <BuyLink t={t} title={title} code={code} />
          <Brought t={t} title={title} actor={actor} />
          <Demo t={t} title={title} actor={actor} code={code} />
        </>
      )}
    </Card>
  )
}

/** Free and unencrypted: anybody takes it, with whatever they like. */
function OpenTitle({ t, title, release }: { t: Translate; title: TitleView; release: DeliverableRelease }) {
  const name = torrentName(title.slug, release.version)
  return (
    <Card className="grid gap-4" id="buy">
      <p className="font-display text-36">{t("Free")}</p>
      <p className="text-14 text-muted">{t("This title is open: no account, no licence, nothing is encrypted.")}</p>
      <ButtonLink
        variant="primary"
        prefetch={false}
        href={`${deps().config.originUrl}/open/${release.manifestHash}/${encodeURIComponent(name)}`}
      >
        {t("Download it")}
      </ButtonLink>
      <ButtonLink prefetch={false} href={`/titles/${title.slug}/torrent`}>
        {t("Take the torrent")}
      </ButtonLink>
    </Card>
  )
}

function Owned({ t, title }: { t: Translate; title: TitleView }) {
  return (
    <Card className="grid gap-4" id="buy">
      <p>{t("You own this title.")}</p>
      <ButtonLink variant="primary" href={`/library/${title.slug}`}>
        {t("Download it")}
      </ButtonLink>
    </Card>
  )
}

function TakeFree({ t, title }: { t: Translate; title: TitleView }) {
  return (
    <ActionForm action={takeFree} aria-label={t("Take {name}", { name: title.name })}>
      <FormError />
      <input type="hidden" name="slug" value={title.slug} />
      <SubmitButton size="large">{t("Put it in your library")}</SubmitButton>
    </ActionForm>
  )
}

const BuyLink = ({ t, title, code }: Pick<OfferProps, "t" | "title" | "code">) => (
  <div className="grid gap-2">
    <ButtonLink variant="primary" size="large" prefetch={false} href={reviewPath(title.slug, code)}>
      {t("Buy for {price}", { price: formatPrice(title.priceCents, t.locale, title.currency) })}
    </ButtonLink>
    <p className="text-14 text-muted">{t("With PayPal. You see everything once more before you pay.")}</p>
  </div>
)

type VisitorProps = { t: Translate; title: TitleView; actor: Actor | null }

async function Brought({ t, title, actor }: VisitorProps) {
  const { db, clock, config } = deps()
  const credit = await previewReferrer(db, {
    clickIds: await clickIds(),
    titleId: title.id,
    buyerId: actor?.userId ?? null,
    at: clock.now(),
  })
  const price = centsToMicros(title.priceCents)
  const terms = await termsAt(db, [title.id], clock.now())
  const { referralBps } = ratesAt(config.rates, terms.get(title.id) ?? null)
  const referral = formatMoney(bpsOf(price, referralBps), t.locale, title.currency)
  const carriage = formatMoney(bpsOf(price, config.rates.carriageBps), t.locale, title.currency)
  return (
    <div className="grid gap-2 border-t border-line pt-4 text-14">
      <p className="flex gap-2">
        <Dot className="bg-referral-fill" />
        <span>{credit ? <BroughtBy t={t} credit={credit} amount={referral} /> : t("Nobody brought you here.")}</span>
      </p>
      <p className="flex gap-2">
        <Dot className="bg-carriage-fill" />
        <span>{t("Fans who carry your download share up to {amount} of the price.", { amount: carriage })}</span>
      </p>
      <p className="text-muted">{t("Either way it costs you nothing: the price is the same.")}</p>
    </div>
  )
}

const Dot = ({ className }: { className: string }) => (
  <span aria-hidden="true" className={`mt-1.5 size-2.5 shrink-0 rounded-chip ${className}`} />
)

function BroughtBy({ t, credit, amount }: { t: Translate; credit: Credit; amount: string }): ReactNode {
  const { siteSlug } = credit
  const values = { name: t.known(credit.name), amount }
  return (
    <Rich
      text={
        credit.rule === "creator_code"
          ? t("<a>{name}</a>, whose code you typed, earns {amount} of the price.", values)
          : t("<a>{name}</a> brought you here and earns {amount} of the price.", values)
      }
      a={(inner) =>
        siteSlug ? (
          <Link className="link font-semibold" href={`/s/${siteSlug}`} prefetch={false}>
            {inner}
          </Link>
        ) : (
          <strong>{inner}</strong>
        )
      }
    />
  )
}

async function Demo({ t, title, actor, code }: VisitorProps & Pick<OfferProps, "code">) {
  const { db, clock, config } = deps()
  if (title.demoTerms === "none") return null
  const now = clock.now()
  const demo = actor && (await findDemo(db, { userId: actor.userId, titleId: title.id }))
  if (demo?.endsAt && demo.state === "active" && demo.endsAt > now) {
    return (
      <Divided>
        <DaysLeft t={t} startsAt={demo.startsAt} endsAt={demo.endsAt} now={now} />
        <ButtonLink href={`/library/${title.slug}`}>{t("Open your demo")}</ButtonLink>
        <p className="text-14 text-muted">
          {t("What it downloads is the whole title: buying needs no second download.")}
        </p>
      </Divided>
    )
  }
  if (demo?.endsAt) {
    return (
      <Divided>
        <p className="text-14 text-muted">
          {t("Your demo ended on {date}. What you downloaded opens again once you buy: no second download.", {
            date: formatDate(demo.endsAt, t.locale),
          })}
        </p>
      </Divided>
    )
  }
  return (
    <Divided>
      <ActionForm action={tryDemo} aria-label={t("Try the demo of {name}", { name: title.name })}>
        <FormError />
        <input type="hidden" name="slug" value={title.slug} />
        <CodeInDemo prefilled={code} />
        <SubmitButton variant="secondary" size="large">
          {t.n("Try it free for 1 day", "Try it free for {count} days", config.demoDays)}
        </SubmitButton>
      </ActionForm>
      <ul className="grid list-disc gap-1 ps-5 text-14 text-muted">
        {demoWords(t, title.demoTerms, config.demoDays).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Divided>
  )
}

/** Links to a demo end here; the fragment comes with them. */
const Divided = ({ children }: { children: ReactNode }) => (
  <div id="demo" className="grid scroll-mt-6 gap-4 border-t border-line pt-5">
    {children}
  </div>
)
