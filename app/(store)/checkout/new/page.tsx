/** The whole purchase before it is paid: what, how much, who earns from it, how it comes, what happens next. */
import { randomUUID } from "node:crypto"
import type { Metadata } from "next"
import Link from "next/link"
import { notFound, redirect } from "next/navigation"
import { clickIds } from "#app/_server/click-cookie.ts"
import { deps } from "#app/_server/deps.ts"
import { currentActor } from "#app/_server/session.ts"
import { prefilledCode } from "#app/_server/typed-code.ts"
import { words } from "#app/_server/words.ts"
import { CodeAtCheckout } from "#components/store/code-at-checkout.tsx"
import { Cover } from "#components/store/cover.tsx"
import { AddressChoice, carriersLine } from "#components/store/how-it-comes.tsx"
import { madeBy } from "#components/store/kind-words.ts"
import { MoneyRows } from "#components/store/money-rows.tsx"
import { WhereItGoes } from "#components/store/where-it-goes.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page } from "#components/ui/page-header.tsx"
import { type Credit, previewReferrer } from "#lib/attribution/queries.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { currentRelease, findTitleBySlug, type TitleView } from "#lib/catalog/queries.ts"
import { findOrderUnderWay } from "#lib/checkout/queries.ts"
import { splitCapture } from "#lib/checkout/split.ts"
import { countCarriers } from "#lib/delivery/queries.ts"
import { findLiveEntitlement } from "#lib/entitlements/queries.ts"
import { formatBytes, formatPrice } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { cents, centsToMicros, ZERO_MICROS } from "#lib/kernel/money.ts"
import { applyCode, pay, takeCodeOff } from "../actions.ts"
import { reviewPath } from "../review-path.ts"

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Before you pay"), robots: { index: false } }
}

export default async function ReviewPage({ searchParams }: Props) {
  const { title: slug, cancelled, code } = await searchParams
  const { db, clock, config } = deps()
  const title = typeof slug === "string" ? await findTitleBySlug(db, slug) : null
  if (title?.state !== "published") notFound()
  if (title.priceCents === 0n) redirect(`/titles/${title.slug}`)
  const now = clock.now()
  const [t, actor, release] = await Promise.all([words(), currentActor(), currentRelease(db, title.id)])
  const right = actor && (await findLiveEntitlement(db, { userId: actor.userId, titleId: title.id, at: now }))
  if (right?.kind === "purchase") return <AlreadyYours t={t} title={title} />
  const question = { clickIds: await clickIds(), titleId: title.id, buyerId: actor?.userId ?? null, at: now }
  const credit = await previewReferrer(db, question)
  const split = splitCapture({
    grossCents: title.priceCents,
    feeCents: cents(0),
    taxMicros: ZERO_MICROS,
    rates: config.rates,
    referrer: credit !== null,
  })
  return (
    <Page>
      <h1 className="mb-6 text-28 md:mb-10 md:text-48">{t("Look it over, then pay")}</h1>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-12 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <Card as="section" className="grid content-start gap-5 self-start p-5 md:p-6">
          {cancelled && (
            <Notice tone="info">
              {t("You turned back at PayPal. Nothing was charged, and nothing is lost: go on whenever you like.")}
            </Notice>
          )}
          <TheTitle t={t} title={title} version={release?.version ?? null} />
          <MoneyRows
            t={t}
            currency={title.currency}
            rows={[
              { key: "price", label: t("Price"), micros: centsToMicros(title.priceCents) },
              { key: "total", label: t("You pay"), micros: centsToMicros(title.priceCents), total: true },
            ]}
          />
          {release ? (
            <Payment t={t} title={title} actor={actor} credit={credit} prefilled={prefilledCode(code)} />
          ) : (
            <Notice tone="info">{t("There is nothing to deliver at present, so it cannot be bought.")}</Notice>
          )}
        </Card>
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-12">
          <Section title={t("Where your {price} goes", { price: priceOf(t, title) })}>
            <WhereItGoes t={t} title={title} split={split} credit={credit} />
          </Section>
          {release && (
            <Section title={t("How it reaches you")}>
              <p>
                {right?.kind === "demo"
                  ? t("What your demo downloaded is all of it: after paying it only needs to be opened.")
                  : `${formatBytes(release.sizeBytes, t.locale)}. ${carriersLine(t, await countCarriers(db, release.id, now))}`}
              </p>
              <AddressChoice t={t} />
            </Section>
          )}
          <Section title={t("What happens next")}>
            <NextSteps t={t} title={title} />
          </Section>
        </div>
      </div>
    </Page>
  )
}

const priceOf = (t: Translate, title: TitleView): string => formatPrice(title.priceCents, t.locale, title.currency)

function TheTitle({ t, title, version }: { t: Translate; title: TitleView; version: string | null }) {
  return (
    <div className="flex items-center gap-4">
      <Cover t={t} {...title} priority decorative sizes="8rem" className="w-24 shrink-0 md:w-32" />
      <div className="grid min-w-0 gap-0.5">
        <h2 className="text-22 wrap-anywhere">
          <Link className="no-underline hover:underline" href={`/titles/${title.slug}`}>
            {title.name}
          </Link>
        </h2>
        <p className="text-14 text-muted">{madeBy(t, title.kind, title.publisherName)}</p>
        {version && <p className="text-14 text-muted wrap-anywhere">{t("Version {version}", { version })}</p>}
      </div>
    </div>
  )
}

type PaymentProps = {
  t: Translate
  title: TitleView
  actor: Actor | null
  credit: Credit | null
  prefilled: string | null
}

async function Payment({ t, title, actor, credit, prefilled }: PaymentProps) {
  if (!actor) {
    return (
      <div className="grid gap-3">
        <ButtonLink
          variant="primary"
          size="large"
          href={`/sign-in?callbackUrl=${encodeURIComponent(reviewPath(title.slug, prefilled))}`}
        >
          {t("Go on with your e-mail")}
        </ButtonLink>
        <p className="text-14 text-muted">
          {t("An e-mail is all we need: a link in it signs you in and brings you back here. You pay after that.")}
        </p>
        <p className="text-14 text-muted wrap-anywhere">
          {prefilled
            ? t("The code {code} waits for you here; it counts once you press it.", { code: prefilled })
            : t("A fan’s code, if one told you theirs, is asked for then.")}
        </p>
      </div>
    )
  }
  const underWay = await findOrderUnderWay(deps().db, actor.userId, title.id)
  if (underWay) {
    return (
      <Notice tone="brass" title={t("PayPal is still checking a payment of yours for this title.")}>
        <Link className="link" href={`/checkout/${underWay}/return`}>
          {t("See how it stands")}
        </Link>
      </Notice>
    )
  }
  return (
    <>
      <CodeAtCheckout
        t={t}
        slug={title.slug}
        credit={credit}
        prefilled={prefilled}
        apply={applyCode}
        takeOff={takeCodeOff}
      />
      <PayForm t={t} title={title} actor={actor} credit={credit} />
    </>
  )
}

type PayProps = { t: Translate; title: TitleView; actor: Actor; credit: Credit | null }

function PayForm({ t, title, actor, credit }: PayProps) {
  return (
    <ActionForm action={pay} aria-label={t("Pay for {name}", { name: title.name })}>
      <FormError />
      <input type="hidden" name="slug" value={title.slug} />
      <input type="hidden" name="shown" value={String(title.priceCents)} />
      <input type="hidden" name="shownCode" value={credit?.code?.codeId ?? ""} />
      <input type="hidden" name="requestKey" value={randomUUID()} />
      <div className="grid gap-3">
        <SubmitButton size="large" pendingLabel={t("Asking PayPal…")}>
          {t("Pay {price} with PayPal", { price: priceOf(t, title) })}
        </SubmitButton>
        <p className="text-14 text-muted wrap-anywhere">
          {t("For the account {email}. You approve it at PayPal; until then nothing is charged.", {
            email: actor.email,
          })}
        </p>
      </div>
    </ActionForm>
  )
}

function NextSteps({ t, title }: { t: Translate; title: TitleView }) {
  const steps = [
    t("PayPal asks you to approve {price}. Nothing else is taken, now or later.", { price: priceOf(t, title) }),
    t("You come back here, and the title is yours at once: download it, open it, keep it."),
    t("A receipt comes by mail, and stays in your library."),
    t("If you turn back, or PayPal declines, nothing is charged."),
  ]
  return (
    <ol className="grid list-decimal gap-2 ps-5">
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  )
}

function AlreadyYours({ t, title }: { t: Translate; title: TitleView }) {
  return (
    <Page width="read">
      <div className="grid justify-items-start gap-6">
        <h1 className="text-36">{t("{name} is yours already", { name: title.name })}</h1>
        <p className="text-muted">{t("There is nothing to pay. It is in your library.")}</p>
        <ButtonLink variant="primary" href={`/library/${title.slug}`}>
          {t("Open it")}
        </ButtonLink>
      </div>
    </Page>
  )
}
