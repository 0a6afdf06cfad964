/** One person for an operator: roles, what they put up, money, flags, the record, and what can be done. */
import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { payoutWord } from "#components/live/activity-sentence.ts"
import { ActList } from "#components/operate/act-list.tsx"
import { flagName, roleName } from "#components/operate/state-words.ts"
import { Section } from "#components/ui/card.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { Money } from "#components/ui/money.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { findPayee } from "#lib/auth/queries.ts"
import { listPayouts } from "#lib/earnings/payout-queries.ts"
import { cents } from "#lib/kernel/money.ts"
import { personOf } from "#lib/operate/desk-queries.ts"
import { findErasure } from "#lib/operate/erasure-preview.ts"
import { idOr404 } from "../../id-or-404.ts"
import { PersonActs } from "./person-acts.tsx"
import { PersonOwns } from "./person-owns.tsx"

type Props = { params: Promise<{ user: string }> }

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Person") })

export default async function PersonPage({ params }: Props) {
  const id = idOr404("user", (await params).user)
  await requirePageActor(`/operate/people/${id}`, "operator")
  const t = await words()
  const { db } = deps()
  const person = await personOf(db, id)
  const [payee, payouts, erasure] = [await findPayee(db, id), await listPayouts(db, id), await findErasure(db, id)]
  const { account } = person
  return (
    <Page>
      <PageHeader
        eyebrow={<span className="font-mono text-12 break-all">{id}</span>}
        title={account.name ?? account.email}
        lead={
          <span className="flex flex-wrap items-center gap-2">
            <span className="break-all">{account.email}</span>
            {account.roles.map((role) => (
              <Chip key={role}>{roleName(t, role)}</Chip>
            ))}
            {!account.emailVerified && <Chip fill="outline">{t("address not confirmed")}</Chip>}
            {account.suspendedAt && (
              <Chip tone="danger">{erasure?.state === "done" ? t("erased") : t("suspended")}</Chip>
            )}
          </span>
        }
      />
      <div className="grid gap-12 xl:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
        <div className="grid content-start gap-12">
          {account.suspendedAt && erasure?.state !== "done" && (
            <Notice tone="danger" title={t("Suspended")}>
              {account.suspendedReason}
            </Notice>
          )}
          <Section title={t("Money")}>
            <dl className="grid max-w-read grid-cols-[auto_1fr] gap-x-8 gap-y-2">
              <dt className="text-muted">{t("Owed, pending and matured")}</dt>
              <dd>
                <Money micros={person.owedMicros} />
              </dd>
              <dt className="text-muted">{t("Paid to")}</dt>
              <dd className="break-all">{payee?.paypalEmail ?? t("nowhere yet")}</dd>
              {payee?.pausedReason && (
                <>
                  <dt className="text-muted">{t("Payouts")}</dt>
                  <dd>{t.known(payee.pausedReason)}</dd>
                </>
              )}
              {payouts[0] && (
                <>
                  <dt className="text-muted">{t("Last payout")}</dt>
                  <dd className="flex flex-wrap gap-x-3">
                    <Money cents={cents(payouts[0].amountCents)} /> {payoutWord(t, payouts[0].state)}{" "}
                    <DateTime at={payouts[0].at} />
                  </dd>
                </>
              )}
              <dt className="text-muted">{t("Here since")}</dt>
              <dd>
                <DateTime at={account.createdAt} />
              </dd>
            </dl>
          </Section>
          {person.flags.length > 0 && (
            <Section title={t("Open flags")}>
              <ul className="grid gap-2">
                {person.flags.map((flag) => (
                  <li key={flag.id}>
                    <Link href="/operate/flags" className="link">
                      {flagName(t, flag.kind)}
                    </Link>
                    : {t.known(flag.reason)}
                  </li>
                ))}
              </ul>
            </Section>
          )}
          <PersonOwns t={t} person={person} />
          <Section title={t("Record")}>
            <ActList t={t} acts={person.acts} />
          </Section>
        </div>
        <aside aria-label={t("Acts")} className="grid content-start gap-3">
          <PersonActs t={t} person={person} erasure={erasure} />
        </aside>
      </div>
    </Page>
  )
}
