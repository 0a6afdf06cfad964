/** One order for an operator: states, rates, who is credited and why, PayPal's numbers. */
import type { Metadata } from "next"
import Link from "next/link"
import type { ReactNode } from "react"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { orderStateName, ruleName, toneOfState, touchName, verdictName } from "#components/operate/state-words.ts"
import { Section } from "#components/ui/card.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { Money } from "#components/ui/money.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { formatShare } from "#lib/kernel/format.ts"
import { orderOf } from "#lib/operate/desk-queries.ts"
import { idOr404 } from "../../id-or-404.ts"

type Props = { params: Promise<{ order: string }> }

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Order") }
}

export default async function OrderPage({ params }: Props) {
  const id = idOr404("order", (await params).order)
  await requirePageActor(`/operate/orders/${id}`, "operator")
  const t = await words()
  const { order, touches, title, buyer, referrer } = await orderOf(deps().db, id)
  const share = (bps: number) => formatShare(bps / 10_000, t.locale)
  const facts: [string, ReactNode][] = [
    [t("Title"), <Anchor key="t" href={`/operate/titles/${order.titleId}`} label={title} />],
    [t("Buyer"), <Anchor key="b" href={`/operate/people/${order.buyerId}`} label={buyer} />],
    [t("Price"), <Money key="p" cents={order.priceCents} currency={order.currency} />],
    [t("Placed"), <DateTime key="at" at={order.createdAt} mode="datetime" />],
    [t("Captured"), order.capturedAt ? <DateTime key="c" at={order.capturedAt} mode="datetime" /> : t("not captured")],
    [t("Referral, carriage"), `${share(order.referralBps)}, ${share(order.carriageBps)}`],
    [
      t("Credited to"),
      order.referrerId ? (
        <Anchor key="r" href={`/operate/people/${order.referrerId}`} label={referrer ?? order.referrerId} />
      ) : (
        t("nobody")
      ),
    ],
    [t("Rule"), ruleName(t, order.attributionRule)],
    [t("PayPal order, capture"), <Mono key="pp">{`${order.paypalOrderId ?? "–"} ${order.captureId ?? "–"}`}</Mono>],
  ]
  return (
    <Page>
      <PageHeader
        eyebrow={<Chip tone={toneOfState(order.state)}>{orderStateName(t, order.state)}</Chip>}
        title={t("Order of {title}", { title })}
        lead={<Mono>{id}</Mono>}
      />
      <div className="grid gap-12">
        <dl className="grid max-w-read grid-cols-[minmax(8rem,auto)_1fr] gap-x-8 gap-y-2">
          {facts.map(([label, value]) => (
            <div key={label} className="contents">
              <dt className="text-muted">{label}</dt>
              <dd className="wrap-anywhere">{value}</dd>
            </div>
          ))}
        </dl>
        {touches.length > 0 && (
          <Section title={t("Who may have brought the buyer")}>
            <ol className="grid gap-3">
              {touches.map((touch) => (
                <li
                  key={`${touch.kind} ${touch.at} ${touch.linkId} ${touch.codeId}`}
                  className="border-s-4 border-line ps-4"
                >
                  <span className="font-semibold">{touchName(t, touch.kind)}</span>
                  {touch.code && <span className="font-mono text-14"> {touch.code}</span>} ·{" "}
                  <DateTime at={touch.at} mode="datetime" /> · {verdictName(t, touch.verdict)}
                  <p className="text-muted">{t.known(touch.reason)}</p>
                </li>
              ))}
            </ol>
          </Section>
        )}
      </div>
    </Page>
  )
}

const Anchor = ({ href, label }: { href: string; label: string }) => (
  <Link href={href} className="link">
    {label}
  </Link>
)

const Mono = ({ children }: { children: ReactNode }) => (
  <span className="font-mono text-14 wrap-anywhere">{children}</span>
)
