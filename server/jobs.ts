/**
 * The registry of jobs: what each kind of outbox work does, and what happens again and again. Adding one is adding a
 * line here; the domains know nothing of it.
 */
import { forgetAnswers } from "#lib/api/answer-once.ts"
import { destroyOldDaySecrets } from "#lib/attribution/day-secret.ts"
import { settleOrder } from "#lib/carriage/settle-order.ts"
import { moveOldCovers } from "#lib/catalog/move-old-covers.ts"
import { publishRelease } from "#lib/catalog/publish-release.ts"
import { finishCapture } from "#lib/checkout/capture-order.ts"
import { expireOrders } from "#lib/checkout/expire-orders.ts"
import { silenceWatch } from "#lib/delivery/tell-carrier.ts"
import type { Deps } from "#lib/deps.ts"
import { expireDemos, warnOfDemoEnd } from "#lib/entitlements/expire-demos.ts"
import { forgetImports } from "#lib/fans/import-links.ts"
import { recheckProofs } from "#lib/fans/recheck-proofs.ts"
import { watchLinks } from "#lib/fans/watch-links.ts"
import { watchSites } from "#lib/fans/watch-sites.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addMs, HOUR_MS } from "#lib/kernel/period.ts"
import { deliverMails, forgetDeliveredMails, type MailTransport } from "#lib/mail/deliver-mails.ts"
import { sweepPictures } from "#lib/media/sweep-pictures.ts"
import { mailNotices } from "#lib/notices/mail-notices.ts"
import { eraseAccount } from "#lib/operate/erase-account.ts"
import { tellBuyers } from "#lib/operate/tell-buyers.ts"
import type { OutboxKind } from "#lib/outbox/enqueue.ts"
import { checkDomains } from "#lib/pages/verify-domain.ts"
import { actOnWebhook } from "#lib/payouts/act-on-webhook.ts"
import { openPayoutRun } from "#lib/payouts/open-payout-run.ts"
import { reconcileRun } from "#lib/payouts/reconcile-run.ts"
import { sendPayoutRun } from "#lib/payouts/send-payout-run.ts"
import { tellMatured } from "#lib/payouts/tell-matured.ts"
import { forgetMessages } from "#lib/webhooks/forget-messages.ts"
import { gatherClicks } from "#lib/webhooks/gather-clicks.ts"
import { WebhookSender } from "#lib/webhooks/webhook-sender.ts"
import type { Handler, RepeatingJob } from "./job-loop.ts"

const HOUR_SECONDS = 3_600
/** PayPal's checks take hours to days; its webhook hurries us, and this finds what a lost one would have said. */
const PENDING_LOOK_MS = 6 * HOUR_MS

export const HANDLERS: Readonly<Record<OutboxKind, Handler>> = {
  "order.capture": async (deps, { orderId }) => {
    const { state } = await finishCapture(deps, { orderId: orderId as Id<"order"> })
    return state === "pending" ? { againAt: addMs(deps.clock.now(), PENDING_LOOK_MS) } : null
  },
  "settlement.due": async (deps, { orderId }) => {
    const result = await settleOrder(deps, orderId as Id<"order">)
    return result.state === "not_yet" ? { againAt: result.dueAt } : null
  },
  "release.publish": async (deps, { releaseId }) => {
    await publishRelease(deps, { releaseId: releaseId as Id<"release"> })
    return null
  },
  "paypal.webhook": async (deps, { eventId }) => {
    await actOnWebhook(deps, eventId!)
    return null
  },
  "payout.send": async (deps, { runId }) => {
    await sendPayoutRun(deps, runId as Id<"payoutRun">)
    return null
  },
  "payout.reconcile": async (deps, { runId }) => {
    await reconcileRun(deps, runId as Id<"payoutRun">)
    return null
  },
  "takedown.tell": async (deps, { titleId, after }) => {
    await tellBuyers(deps, { titleId: titleId as Id<"title">, after: after ?? "" })
    return null
  },
  "erasure.due": async (deps, { erasureId }) => {
    const result = await eraseAccount(deps, { erasureId: erasureId as Id<"erasure"> })
    return result.state === "postponed" ? { againAt: result.againAt } : null
  },
}

/** One process at a time does these, in platform time: after a clock jump they are due at once. */
export const REPEATING_JOBS: readonly RepeatingJob[] = [
  { name: "expire-demos", everySeconds: 60, run: (deps) => expireDemos(deps) },
  { name: "warn-of-demo-end", everySeconds: HOUR_SECONDS, run: (deps) => warnOfDemoEnd(deps) },
  { name: "tell-matured", everySeconds: HOUR_SECONDS, run: (deps) => tellMatured(deps) },
  { name: "watch-nodes", everySeconds: 600, run: silenceWatch() },
  { name: "expire-orders", everySeconds: 300, run: (deps) => expireOrders(deps) },
  { name: "open-payout-run", everySeconds: 60, run: (deps) => openPayoutRun(deps) },
  {
    name: "destroy-day-secrets",
    everySeconds: HOUR_SECONDS,
    run: ({ db, clock }) => destroyOldDaySecrets(db, clock.now()),
  },
  { name: "watch-sites", everySeconds: HOUR_SECONDS, run: (deps) => watchSites(deps) },
  { name: "watch-links", everySeconds: 600, run: (deps) => watchLinks(deps) },
  { name: "forget-link-tables", everySeconds: HOUR_SECONDS, run: ({ db, clock }) => forgetImports(db, clock.now()) },
  { name: "check-domains", everySeconds: HOUR_SECONDS, run: (deps) => checkDomains(deps) },
  { name: "recheck-proofs", everySeconds: 300, run: (deps) => recheckProofs(deps) },
  { name: "forget-mails", everySeconds: HOUR_SECONDS, run: ({ db }: Deps) => forgetDeliveredMails(db) },
  { name: "forget-api-answers", everySeconds: HOUR_SECONDS, run: (deps) => forgetAnswers(deps) },
  { name: "move-old-covers", everySeconds: 60, run: (deps) => moveOldCovers(deps) },
  { name: "sweep-pictures", everySeconds: HOUR_SECONDS, run: (deps) => sweepPictures(deps) },
  { name: "gather-clicks", everySeconds: 10, run: (deps) => gatherClicks(deps) },
  { name: "forget-messages", everySeconds: HOUR_SECONDS, run: (deps) => forgetMessages(deps) },
]

/** Every process does these, in real time; each guards itself against the others. */
export const everywhereJobs = (transport: MailTransport | null): readonly RepeatingJob[] => [
  sendWebhooks(new WebhookSender()),
  { name: "mail-notices", everySeconds: 1, run: (deps) => mailNotices(deps) },
  ...(transport
    ? [{ name: "deliver-mails", everySeconds: 1, run: (deps: Deps) => deliverMails(deps, transport) }]
    : []),
]

const sendWebhooks = (sender: WebhookSender): RepeatingJob => ({
  name: "send-webhooks",
  everySeconds: 1,
  run: (deps) => sender.round(deps),
})
