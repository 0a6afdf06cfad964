/** Where PayPal sends the buyer back to: what happened, what it means in money, and the next step, for every end of an order. */
import type { Metadata } from "next"
import { redirect } from "next/navigation"
import type { ReactNode } from "react"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { Notice, type NoticeTone } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { type CaptureResult, captureOrder } from "#lib/checkout/capture-order.ts"
import { getOwnOrder, type OwnOrder } from "#lib/checkout/queries.ts"
import { AppError, RemoteError } from "#lib/kernel/errors.ts"
import { formatPrice } from "#lib/kernel/format.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { reviewPath } from "../../review-path.ts"

type Props = { params: Promise<{ orderId: string }> }

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Your order"), robots: { index: false } }
}

/** The webhook may have been here first; both do the same, once. */
export default async function ReturnPage({ params }: Props) {
  const { orderId } = await params
  const actor = await requirePageActor(`/checkout/${orderId}/return`)
  const t = await words()
  const { db } = deps()
  const before = await getOwnOrder(db, actor.userId, orderId)
  const result = await capture(before.id)
  const order = await getOwnOrder(db, actor.userId, orderId)
  if (result?.state === "captured" && !order.paidTwice) redirect(`/library/${order.slug}?bought=1`)
  return (
    <Page width="read">
      <PageHeader eyebrow={t("Your order")} title={order.titleName} />
      <Outcome t={t} result={result} order={order} />
      <p className="mt-10 text-14 text-muted">
        {t("Order")} <span className="font-mono wrap-anywhere">{order.id}</span>
      </p>
    </Page>
  )
}

/** Null: PayPal gave no clear answer, or the order never reached it. */
async function capture(orderId: Id<"order">): Promise<CaptureResult | null> {
  try {
    return await captureOrder(deps(), { orderId })
  } catch (error) {
    if (error instanceof RemoteError) return null
    if (error instanceof AppError && error.code === "conflict") return { state: "voided", orderId }
    throw error
  }
}

type OutcomeProps = { t: Translate; result: CaptureResult | null; order: OwnOrder }

function Outcome({ t, result, order }: OutcomeProps) {
  const price = formatPrice(order.priceCents, t.locale, order.currency)
  const again = { href: reviewPath(order.slug), words: t("Look at it again") }
  const library = { href: "/library", words: t("Your library") }
  if (order.paidTwice) {
    return (
      <State tone="brass" title={t("You paid twice for this title.")} first={library}>
        {t(
          "Two payments of {price} arrived in one moment. The title is yours once; a person gives the second payment back to your PayPal account, usually within two working days. You need not do anything.",
          { price },
        )}
      </State>
    )
  }
  if (!result) {
    const ask = { href: `/checkout/${order.id}/return`, words: t("Ask again") }
    return (
      <State tone="info" title={t("PayPal has not answered clearly yet.")} first={ask} second={library}>
        {t(
          "We keep asking, and you are not charged twice. Once PayPal says yes, the title appears in your library by itself and a receipt comes by mail. You can close this page.",
        )}
      </State>
    )
  }
  switch (result.state) {
    case "pending":
      return (
        <State tone="info" title={t("PayPal is still checking this payment.")} first={library}>
          {t(
            "{price} is on its way and is not with us yet. PayPal says why in your account there; it can take a few days. The title appears in your library, and a mail comes, as soon as it is released. If PayPal refuses, nothing is charged.",
            { price },
          )}
        </State>
      )
    case "declined":
    case "not_approved": {
      const back = { href: result.approveUrl, words: t("Back to PayPal") }
      return (
        <State
          tone="danger"
          title={
            result.state === "declined"
              ? t("PayPal declined this way of paying.")
              : t("The payment is not approved yet.")
          }
          first={back}
          second={again}
        >
          {t("Nothing was charged. At PayPal you can choose another card or account; the order waits for three hours.")}
        </State>
      )
    }
    case "refunded":
      return (
        <State tone="info" title={t("This order was given back.")} first={again}>
          {t("{amount} went back to your PayPal account, and the title no longer opens.", {
            amount: formatPrice(order.refundedCents, t.locale, order.currency),
          })}
        </State>
      )
    case "expired":
      return (
        <State tone="info" title={t("This order has run out.")} first={again}>
          {t("It waited three hours for PayPal’s approval. Nothing was charged; you can place it anew.")}
        </State>
      )
    default:
      return (
        <State tone="info" title={t("This order has ended.")} first={again} second={library}>
          {t("Nothing was charged for it. If the title is not in your library, you can place the order anew.")}
        </State>
      )
  }
}

type Way = { href: string; words: string }
type StateProps = { tone: NoticeTone; title: string; first: Way; second?: Way; children: ReactNode }

function State({ tone, title, first, second, children }: StateProps) {
  return (
    <div className="grid gap-6">
      <Notice tone={tone} title={title}>
        {children}
      </Notice>
      <div className="flex flex-wrap gap-3">
        <ButtonLink variant="primary" href={first.href} prefetch={false}>
          {first.words}
        </ButtonLink>
        {second && <ButtonLink href={second.href}>{second.words}</ButtonLink>}
      </div>
    </div>
  )
}
