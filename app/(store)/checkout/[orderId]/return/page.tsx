import { redirect } from "next/navigation"
import type { ReactNode } from "react"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { type CaptureResult, captureOrder } from "#lib/checkout/capture-order.ts"
import { getOwnOrder } from "#lib/checkout/queries.ts"
import { RemoteError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"

type Props = { params: Promise<{ orderId: string }> }

/** Where PayPal sends the buyer back to. The webhook may have been here first; both do the same, once. */
export default async function ReturnPage({ params }: Props) {
  const { orderId } = await params
  const actor = await requirePageActor(`/checkout/${orderId}/return`)
  const order = await getOwnOrder(deps().db, actor.userId, orderId)
  const result = await capture(order.id)
  if (result?.state === "captured") redirect(`/library/${order.slug}?bought=1`)
  return (
    <Page width="read">
      <PageHeader title={`Your order of ${order.titleName}`} />
      <Outcome result={result} slug={order.slug} />
    </Page>
  )
}

async function capture(orderId: Id<"order">): Promise<CaptureResult | null> {
  try {
    return await captureOrder(deps(), { orderId })
  } catch (error) {
    if (error instanceof RemoteError) return null
    throw error
  }
}

function Outcome({ result, slug }: { result: CaptureResult | null; slug: string }) {
  if (!result) {
    return (
      <Waiting title="PayPal has not answered clearly yet.">
        We keep asking; you are not charged twice, and the title appears in your library by itself. Reload this page in
        a minute.
      </Waiting>
    )
  }
  if (result.state === "pending") {
    return (
      <Waiting title="PayPal is still checking this payment.">
        That can take a few days. The title appears in your library, and a mail comes, as soon as PayPal releases it.
      </Waiting>
    )
  }
  if (result.state === "declined" || result.state === "not_approved") {
    return (
      <div className="grid gap-6">
        <Notice
          tone="danger"
          title={
            result.state === "declined" ? "PayPal declined this way of paying." : "The payment is not approved yet."
          }
        >
          Nothing was charged. You can go back to PayPal and choose another way.
        </Notice>
        <ButtonLink variant="primary" href={result.approveUrl}>
          Back to PayPal
        </ButtonLink>
      </div>
    )
  }
  return (
    <div className="grid gap-6">
      <Notice tone="danger" title="This order has ended.">
        Nothing was charged. You can place a new one from the title's page.
      </Notice>
      <ButtonLink variant="primary" href={`/titles/${slug}`}>
        Back to the title
      </ButtonLink>
    </div>
  )
}

function Waiting({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid justify-items-start gap-6">
      <Notice tone="info" title={title} className="w-full">
        {children}
      </Notice>
      <ButtonLink href="/library">Your library</ButtonLink>
    </div>
  )
}
