/** Notices for buyers: receipts and what becomes of demos. */
import { day, money, notice } from "./notice.ts"

type OfTitle = { title: string; slug: string }

export const BUYING_NOTICES = {
  /** `referralMicros` is what the fan earns who brought the buyer; empty when nobody did. */
  receipt: notice<OfTitle & { priceMicros: string; referralMicros: string; orderId: string; at: string }>({
    audience: "buyer",
    category: "buying",
    pace: "now",
    link: (p) => `/library/${p.slug}`,
    words: (t, p) => ({
      title: t("Your receipt for {title}", { title: p.title }),
      body: t("You bought {title} for {money}. It is in your library for good.", {
        title: p.title,
        money: money(t, p.priceMicros),
      }),
      action: t("Open it in your library"),
      rows: [
        [t("Paid"), money(t, p.priceMicros)],
        [
          t("Of that, to the fan who brought you"),
          p.referralMicros === "" ? t("Nobody's link brought you here") : money(t, p.referralMicros),
        ],
        [t("Date"), day(t, p.at)],
        [t("Order"), p.orderId],
      ],
    }),
  }),
  "demo-ending": notice<OfTitle & { endsAt: string }>({
    audience: "buyer",
    category: "buying",
    pace: "now",
    link: (p) => `/titles/${p.slug}`,
    words: (t, p) => ({
      title: t("Your demo of {title} ends on {day}", { title: p.title, day: day(t, p.endsAt) }),
      body: t("If you like it, buy it: everything is on your disk already, so nothing is downloaded twice."),
      action: t("See the title"),
    }),
  }),
  "demo-ended": notice<OfTitle>({
    audience: "buyer",
    category: "buying",
    pace: "now",
    link: (p) => `/titles/${p.slug}`,
    words: (t, p) => ({
      title: t("Your demo of {title} has ended", { title: p.title }),
      body: t("You can still buy it. Keep the files for now: they open again the moment it is yours."),
      action: t("See the title"),
    }),
  }),
} as const
