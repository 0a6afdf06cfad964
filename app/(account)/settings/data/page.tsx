/** A person's rights over their own data: take all of it away, or have it erased. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { Button } from "#components/ui/button.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { Field, PasswordInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { hasRole } from "#lib/auth/actor.ts"
import { isMailTokenUsable } from "#lib/auth/mail-token.ts"
import { getAccount } from "#lib/auth/queries.ts"
import { formatDate, formatMoney } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { type ErasureEnds, findErasure, whatErasureEnds } from "#lib/operate/erasure-preview.ts"
import { askErasure, callErasureOff, confirmAskedErasure } from "./actions.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  // The address may hold a mailed token, so nobody else is told it; "no-referrer" would take the origin from our own form.
  return { title: t("Your data"), referrer: "same-origin" }
}

type Props = { searchParams: Promise<{ erase?: string | string[] }> }

export default async function DataPage({ searchParams }: Props) {
  const token = String((await searchParams).erase ?? "").slice(0, 200)
  const back = token ? `/settings/data?erase=${encodeURIComponent(token)}` : "/settings/data"
  const actor = await requirePageActor(back)
  const t = await words()
  const { db } = deps()
  const [account, erasure, ends] = [
    await getAccount(db, actor.userId),
    await findErasure(db, actor.userId),
    await whatErasureEnds(db, actor.userId),
  ]
  const usable = token !== "" && (await isMailTokenUsable(db, "erase", token))
  return (
    <Page width="read">
      <PageHeader title={t("Your data")} lead={t("What we keep about you is yours to take, and to have removed.")} />
      <div className="grid gap-12">
        <Section title={t("Take it with you")}>
          <Card className="grid gap-4">
            <p>
              {t(
                "One file (JSON) with everything about your account: profile, pages, links and their clicks, orders, rights, earnings, payouts, nodes, mails and notices. Keys and other people's data are not in it.",
              )}
            </p>
            <form method="post" action="/settings/data/export">
              <Button type="submit">{t("Download my data")}</Button>
            </form>
          </Card>
        </Section>
        <Section title={t("Have it erased")} id="erase">
          {hasRole(actor, "operator") ? (
            <Notice tone="info">{t("An operator's account cannot be erased; give the role back first.")}</Notice>
          ) : erasure?.state === "waiting" ? (
            <Waiting t={t} dueAt={erasure.dueAt} waitsFor={erasure.waitsFor} />
          ) : (
            <Card className="grid gap-6">
              <WhatHappens t={t} ends={ends} />
              {token !== "" && !usable && (
                <Notice tone="danger">{t("This link has been used or has run out. Ask for a new one.")}</Notice>
              )}
              {usable ? <Confirm t={t} token={token} /> : <Ask t={t} hasPassword={account.hasPassword} />}
            </Card>
          )}
        </Section>
      </div>
    </Page>
  )
}

function WhatHappens({ t, ends }: { t: Translate; ends: ErasureEnds }) {
  const goes = [
    t("Your name, e-mail address, PayPal address, sign-ins, keys, notices and mails are removed."),
    t.n(
      "One page and its pictures go; its address answers no more.",
      "{count} pages and their pictures go; their addresses answer no more.",
      ends.sites,
    ),
    t.n("One link credits nothing any more.", "{count} links credit nothing any more.", ends.links),
    ...(ends.titles.length > 0
      ? [t("Your right to these titles ends: {titles}. Download them before.", { titles: ends.titles.join(", ") })]
      : []),
    ...(ends.offered > 0
      ? [
          t.n(
            "One title of yours is taken off offer; who bought it keeps it.",
            "{count} titles of yours are taken off offer; who bought them keeps them.",
            ends.offered,
          ),
        ]
      : []),
    ...(ends.unpaidMicros > 0n
      ? [
          t(
            "{amount} of your earnings is not paid yet. Afterwards we no longer know where to pay it, so wait for a payout first.",
            { amount: formatMoney(ends.unpaidMicros, t.locale) },
          ),
        ]
      : []),
  ]
  return (
    <div className="grid gap-4">
      <p>{t("It happens seven days after you ask, and until then you can call it off.")}</p>
      <ul className="grid list-disc gap-1.5 ps-5">
        {goes.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p className="text-14 text-muted">
        {t(
          "What stays: amounts, dates and numbers of orders, commissions and payouts, under a number that no longer has a name. The law on bookkeeping asks for it, for ten years, and other people's earnings are reckoned from it.",
        )}
      </p>
    </div>
  )
}

function Ask({ t, hasPassword }: { t: Translate; hasPassword: boolean }) {
  return (
    <ActionForm action={askErasure}>
      <FormError />
      {hasPassword ? (
        <Field name="password" label={t("Present password")}>
          <PasswordInput autoComplete="current-password" maxLength={400} />
        </Field>
      ) : (
        <p className="text-14 text-muted">{t("You have no password, so we mail you a link to confirm it.")}</p>
      )}
      <SubmitButton variant="danger" className="justify-self-start">
        {t("Erase my account in seven days")}
      </SubmitButton>
    </ActionForm>
  )
}

function Confirm({ t, token }: { t: Translate; token: string }) {
  return (
    <ActionForm action={confirmAskedErasure} aria-label={t("Confirm the erasure")}>
      <FormError />
      <input type="hidden" name="token" value={token} />
      <SubmitButton variant="danger" className="justify-self-start">
        {t("Erase my account in seven days")}
      </SubmitButton>
    </ActionForm>
  )
}

function Waiting({ t, dueAt, waitsFor }: { t: Translate; dueAt: Date; waitsFor: string | null }) {
  return (
    <ActionForm action={callErasureOff} aria-label={t("Call it off")}>
      <Notice tone="brass" title={t("Your account will be erased on {date}", { date: formatDate(dueAt, t.locale) })}>
        {waitsFor ? t.known(waitsFor) : t("Until then everything works as before, and you can call it off.")}
      </Notice>
      <FormError />
      <SubmitButton className="justify-self-start">{t("Keep my account")}</SubmitButton>
    </ActionForm>
  )
}
