/** Notices about what is earned: by bringing people, and by carrying. */
import { formatBytes, formatShare } from "../kernel/format.ts"
import type { Translate } from "../kernel/messages.ts"
import { day, money, notice } from "./notice.ts"

type Carriage = { title: string; micros: string; maturesAt: string; orderId: string }
/** `code`: the creator code that was typed; none when a link brought the buyer. */
type Sale = Carriage & { code?: string }

/** Which of the fan's codes it was, as one more sentence. */
const byCode = (t: Translate, { code }: { code?: string }): string =>
  code ? ` ${t("The code was {code}.", { code })}` : ""

export const EARNINGS_NOTICES = {
  "first-sale": notice<Sale>({
    audience: "fan",
    category: "earnings",
    pace: "now",
    event: "sale.captured",
    link: () => "/dashboard",
    words: (t, p) => ({
      title: t("Your first sale: {money} from {title}", { money: money(t, p.micros), title: p.title }),
      body: t(
        "Somebody you brought bought {title}. {money} is yours on {day}, once the buyer can no longer take the payment back. Thank you for spreading the word.",
        { title: p.title, money: money(t, p.micros), day: day(t, p.maturesAt) },
      ).concat(byCode(t, p)),
      action: t("See your earnings"),
    }),
  }),
  sale: notice<Sale>({
    audience: "fan",
    category: "earnings",
    pace: "now",
    event: "sale.captured",
    link: () => "/dashboard",
    words: (t, p) => ({
      title: t("You earned {money} from {title}", { money: money(t, p.micros), title: p.title }),
      body: t("Somebody you brought bought it: {money}, yours on {day}.", {
        money: money(t, p.micros),
        day: day(t, p.maturesAt),
      }).concat(byCode(t, p)),
      action: t("See your earnings"),
    }),
  }),
  "demo-converted": notice<Sale>({
    audience: "fan",
    category: "earnings",
    pace: "now",
    event: "sale.captured",
    link: () => "/dashboard",
    words: (t, p) => ({
      title: t("A demo became a sale: {money} from {title}", { money: money(t, p.micros), title: p.title }),
      body: t("Somebody tried {title} through you and has now bought it. {money} is yours on {day}.", {
        title: p.title,
        money: money(t, p.micros),
        day: day(t, p.maturesAt),
      }).concat(byCode(t, p)),
      action: t("See your earnings"),
    }),
  }),
  "first-code-sale": notice<Sale & { code: string }>({
    audience: "fan",
    category: "earnings",
    pace: "now",
    event: "sale.captured",
    link: () => "/dashboard/codes",
    words: (t, p) => ({
      title: t("Your code {code} sold for the first time: {money}", { code: p.code, money: money(t, p.micros) }),
      body: t("Somebody typed it and bought {title}. {money} is yours on {day}.", {
        title: p.title,
        money: money(t, p.micros),
        day: day(t, p.maturesAt),
      }),
      action: t("See your codes"),
    }),
  }),
  "own-code": notice<{ code: string }>({
    audience: "fan",
    category: "earnings",
    pace: "weekly",
    link: () => "/dashboard/codes",
    words: (t, p) => ({
      title: t("Your code {code} was typed by somebody with your PayPal address", { code: p.code }),
      body: t(
        "The buyer is paid at the same PayPal address as you, so it counts as your own purchase. Own codes earn nothing; the code was not used.",
      ),
      action: t("See your codes"),
    }),
  }),
  "own-sale": notice<{ title: string; reason: string; code?: string }>({
    audience: "fan",
    category: "earnings",
    pace: "weekly",
    link: () => "/dashboard",
    words: (t, p) => ({
      title: t("A purchase of {title} counts as your own and earns nothing", { title: p.title }),
      body: t("It came through you. {reason} Own purchases earn no commission.", { reason: t.known(p.reason) }).concat(
        byCode(t, p),
      ),
      action: t("See your earnings"),
    }),
  }),
  "demo-started": notice<{ title: string; countsUntil: string; demoId: string }>({
    audience: "fan",
    category: "earnings",
    pace: "weekly",
    event: "demo.started",
    link: () => "/dashboard",
    words: (t, p) => ({
      title: t("Somebody you brought tries {title}", { title: p.title }),
      body: t("If they buy it by {day}, the sale is yours.", { day: day(t, p.countsUntil) }),
      action: t("See your earnings"),
    }),
  }),
  "carriage-settled": notice<Carriage & { bytes: string; sizeBytes: string }>({
    audience: "carrier",
    category: "earnings",
    pace: "weekly",
    event: "carriage.settled",
    link: () => "/dashboard",
    words: (t, p) => ({
      title: t("You earned {money} for carrying {title}", { money: money(t, p.micros), title: p.title }),
      body: t("You carried {bytes} of {size} ({share}): {money}, yours on {day}.", {
        bytes: formatBytes(BigInt(p.bytes), t.locale),
        size: formatBytes(BigInt(p.sizeBytes), t.locale),
        share: formatShare(Number(p.bytes) / Math.max(1, Number(p.sizeBytes)), t.locale),
        money: money(t, p.micros),
        day: day(t, p.maturesAt),
      }),
      action: t("See your earnings"),
    }),
  }),
  matured: notice<{ micros: string; lines: string; payoutAt: string; day: string }>({
    audience: "fan",
    category: "earnings",
    pace: "weekly",
    event: "commission.matured",
    link: () => "/dashboard/payouts",
    words: (t, p) => ({
      title: t("{money} has matured", { money: money(t, p.micros) }),
      body: t.n(
        "One commission can no longer be taken back. The next payout run is on {day}.",
        "{count} commissions can no longer be taken back. The next payout run is on {day}.",
        Number(p.lines),
        { day: day(t, p.payoutAt) },
      ),
      action: t("See your payouts"),
    }),
  }),
} as const
