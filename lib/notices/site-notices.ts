/** Notices about a fan's sites, pages and links. */
import { notice } from "./notice.ts"

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
} as const
