/** Notices about a fan's sites, pages, links and webhooks. */
import { minute, notice } from "./notice.ts"

export const SITE_NOTICES = {
  "link-withdrawn": notice<{ title: string; links: string }>({
    audience: "fan",
    category: "site",
    pace: "now",
    link: () => "/dashboard/links",
    words: (t, p) => ({
      title: t("{title} is no longer on offer", { title: p.title }),
      body: t.n(
        "One of your links leads to it. Point your readers to another title, or archive the link.",
        "{count} of your links lead to it. Point your readers to another title, or archive them.",
        Number(p.links),
      ),
      action: t("See your links"),
    }),
  }),
  "link-free": notice<{ title: string; links: string }>({
    audience: "fan",
    category: "site",
    pace: "weekly",
    link: () => "/dashboard/links",
    words: (t, p) => ({
      title: t("{title} is free now", { title: p.title }),
      body: t.n(
        "Nothing is paid for it, so your link to it earns nothing by itself. Leave it for your readers, or point it elsewhere.",
        "Nothing is paid for it, so your {count} links to it earn nothing by themselves. Leave them for your readers, or point them elsewhere.",
        Number(p.links),
      ),
      action: t("See your links"),
    }),
  }),
  "link-page-out": notice<{ site: string; siteId: string; links: string }>({
    audience: "fan",
    category: "site",
    pace: "now",
    link: (p) => `/dashboard/sites/${p.siteId}/page`,
    words: (t, p) => ({
      title: t("Your page {site} is not published", { site: p.site }),
      body: t.n(
        "One of your links leads there. Visitors see only a plain list of titles until you publish it.",
        "{count} of your links lead there. Visitors see only a plain list of titles until you publish it.",
        Number(p.links),
      ),
      action: t("Open the page's editor"),
    }),
  }),
  "site-silent": notice<{ site: string; siteId: string; url: string }>({
    audience: "fan",
    category: "site",
    pace: "now",
    link: (p) => `/dashboard/sites/${p.siteId}`,
    words: (t, p) => ({
      title: t("{site} has not answered for three days", { site: p.site }),
      body: t(
        "We asked {url} once a day and got no page. If it has moved, tell us its new address; your links work as before.",
        {
          url: p.url,
        },
      ),
      action: t("See the site"),
    }),
  }),
  "domain-lost": notice<{ host: string; siteId: string }>({
    audience: "fan",
    category: "site",
    pace: "now",
    link: (p) => `/dashboard/sites/${p.siteId}`,
    words: (t, p) => ({
      title: t("{host} no longer leads to your page", { host: p.host }),
      body: t("Its DNS entry is gone or leads elsewhere. Your page still stands under its Fanfare address."),
      action: t("See what to set"),
    }),
  }),
  "site-found": notice<{ place: string; siteId: string }>({
    audience: "fan",
    category: "site",
    pace: "now",
    link: (p) => `/dashboard/sites/${p.siteId}`,
    words: (t, p) => ({
      title: t("{place} is proved to be yours", { place: p.place }),
      body: t("We found your proof. The mark stands beside your site wherever it is shown; keep the proof in place."),
      action: t("See your site"),
    }),
  }),
  "site-failing": notice<{ place: string; siteId: string }>({
    audience: "fan",
    category: "site",
    pace: "now",
    link: (p) => `/dashboard/sites/${p.siteId}`,
    words: (t, p) => ({
      title: t("We no longer find your proof on {place}", { place: p.place }),
      body: t(
        "We look again every day. If it stays away for three days, the mark goes from your site; your links and earnings stay as they are.",
      ),
      action: t("See what we found"),
    }),
  }),
  "site-lost": notice<{ place: string; siteId: string }>({
    audience: "fan",
    category: "site",
    pace: "now",
    link: (p) => `/dashboard/sites/${p.siteId}`,
    words: (t, p) => ({
      title: t("{place} is no longer marked as yours", { place: p.place }),
      body: t(
        "For three days we did not find your proof. Put it back and press once, and the mark returns; your links and earnings stay as they are.",
      ),
      action: t("Prove it again"),
    }),
  }),
  "site-taken": notice<{ place: string; siteId: string }>({
    audience: "fan",
    category: "site",
    pace: "now",
    event: "site.lost",
    link: (p) => `/dashboard/sites/${p.siteId}`,
    words: (t, p) => ({
      title: t("Another fan has proved that {place} is theirs", { place: p.place }),
      body: t(
        "A place has one mark, and the newest proof has it. If the site is still yours, prove it again, and ask who else can change it.",
      ),
      action: t("Prove it again"),
    }),
  }),
  "page-hidden": notice<{ site: string; siteId: string; reason: string }>({
    audience: "fan",
    category: "site",
    pace: "now",
    link: (p) => `/dashboard/sites/${p.siteId}`,
    words: (t, p) => ({
      title: t("Your page {site} was hidden", { site: p.site }),
      body: t("The reason given: {reason} Change what is named and write to us; your earnings are untouched.", {
        reason: t.known(p.reason),
      }),
      action: t("Open the page's editor"),
    }),
  }),
  "webhook-failing": notice<{ host: string; webhookId: string; since: string }>({
    audience: "fan",
    category: "site",
    pace: "now",
    link: (p) => `/settings/webhooks/${p.webhookId}`,
    words: (t, p) => ({
      title: t("Your webhook at {host} takes nothing", { host: p.host }),
      body: t(
        "Every message since {since} has failed. Look at what it answered; after five days without a single arrival we stop sending.",
        { since: minute(t, p.since) },
      ),
      action: t("See what it answered"),
    }),
  }),
  "webhook-disabled": notice<{ host: string; webhookId: string; reason: "gone" | "failing" }>({
    audience: "fan",
    category: "site",
    pace: "now",
    link: (p) => `/settings/webhooks/${p.webhookId}`,
    words: (t, p) => ({
      title: t("Your webhook at {host} is disabled", { host: p.host }),
      body:
        p.reason === "gone"
          ? t("It answered 410 Gone, which asks us to stop. Enable it again if that was a mistake, or delete it.")
          : t(
              "Nothing has arrived there for five days, so we stopped sending. Mend the program, enable the webhook again and replay what was missed.",
            ),
      action: t("Open the webhook"),
    }),
  }),
} as const
