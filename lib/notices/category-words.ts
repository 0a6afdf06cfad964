/** What each category and channel is called, for the preferences page, the list and the mails. */
import type { Translate } from "../kernel/messages.ts"
import type { NoticeCategory, NoticeChannel } from "./notice-state.ts"

export function categoryName(t: Translate, category: NoticeCategory): string {
  const names: Record<NoticeCategory, string> = {
    security: t("Account and security"),
    money: t("Payouts and holds"),
    earnings: t("Earnings"),
    carriage: t("Nodes and carriage"),
    site: t("Sites and links"),
    publishing: t("Publishing"),
    buying: t("Purchases and demos"),
    operating: t("Operating"),
  }
  return names[category]
}

export function categoryHint(t: Translate, category: NoticeCategory): string {
  const hints: Record<NoticeCategory, string> = {
    security: t("Password, PayPal address, new nodes and devices. Always by mail, so that nobody can act unseen."),
    money: t("Money sent, returned or waiting at PayPal, and every hold with its reason."),
    earnings: t("Sales you brought, demos that became sales, what carrying paid, what has matured."),
    carriage: t("A node that fell silent, failed audits, titles stocked or withdrawn."),
    site: t("A lost domain, a hidden page, a link whose title is no longer on offer, a webhook that fails."),
    publishing: t("Releases published or failed, what became of a review, sales of your titles."),
    buying: t("Receipts, and demos that are about to end."),
    operating: t("Flags that wait for a decision, and work that is stuck."),
  }
  return hints[category]
}

export function channelName(t: Translate, channel: NoticeChannel): string {
  const names: Record<NoticeChannel, string> = {
    now: t("Mail at once"),
    weekly: t("Monday's digest"),
    app: t("In the app only"),
    off: t("Nothing"),
  }
  return names[channel]
}
