/** Notices for publishers: releases, the review of titles, sales; and for operators. */
import { formatCount } from "../kernel/format.ts"
import { money, notice } from "./notice.ts"

type OfTitle = { title: string; slug: string }

export const PUBLISHING_NOTICES = {
  "release-published": notice<OfTitle & { version: string }>({
    audience: "publisher",
    category: "publishing",
    pace: "now",
    link: (p) => `/publish/${p.slug}`,
    words: (t, p) => ({
      title: t("{title} {version} is published", { title: p.title, version: p.version }),
      body: t("It is encrypted, hashed and ready to be carried. Nodes that stock the title fetch it by themselves."),
      action: t("Open the title"),
    }),
  }),
  "release-failed": notice<OfTitle & { version: string; reason: string }>({
    audience: "publisher",
    category: "publishing",
    pace: "now",
    link: (p) => `/publish/${p.slug}`,
    words: (t, p) => ({
      title: t("{title} {version} could not be published", { title: p.title, version: p.version }),
      body: t("{reason} The version before it stays on offer.", { reason: t.known(p.reason) }),
      action: t("Open the title"),
    }),
  }),
  "title-approved": notice<OfTitle>({
    audience: "publisher",
    category: "publishing",
    pace: "now",
    link: (p) => `/publish/${p.slug}`,
    words: (t, p) => ({
      title: t("{title} was approved", { title: p.title }),
      body: t("It stands in the store from now on, and fans can put its button on their sites."),
      action: t("Open the title"),
    }),
  }),
  "title-refused": notice<OfTitle & { reason: string }>({
    audience: "publisher",
    category: "publishing",
    pace: "now",
    link: (p) => `/publish/${p.slug}`,
    words: (t, p) => ({
      title: t("{title} was not approved", { title: p.title }),
      body: t("The reason given: {reason} Change what is named and send it in again.", { reason: t.known(p.reason) }),
      action: t("Open the title"),
    }),
  }),
  "title-taken-down": notice<OfTitle & { reason: string }>({
    audience: "publisher",
    category: "publishing",
    pace: "now",
    link: (p) => `/publish/${p.slug}`,
    words: (t, p) => ({
      title: t("{title} was taken down", { title: p.title }),
      body: t("The reason given: {reason} Links, buttons and carriers have stopped. Write to us if you disagree.", {
        reason: t.known(p.reason),
      }),
      action: t("Open the title"),
    }),
  }),
  "title-sold": notice<OfTitle & { micros: string }>({
    audience: "publisher",
    category: "publishing",
    pace: "weekly",
    link: (p) => `/publish/${p.slug}`,
    words: (t, p) => ({
      title: t("{title} was sold: {money} for you", { title: p.title, money: money(t, p.micros) }),
      body: t("Your share of the price, before it has matured."),
      action: t("Open the title"),
    }),
  }),
} as const

export const OPERATING_NOTICES = {
  "flag-opened": notice<{ reason: string; subject: string }>({
    audience: "operator",
    category: "operating",
    pace: "now",
    link: () => "/operate",
    words: (t, p) => ({
      title: t("Something waits for your decision"),
      body: p.reason,
      action: t("Open the operator's desk"),
      rows: [[t("About"), p.subject]],
    }),
  }),
  "work-stuck": notice<{ work: string; attempts: string }>({
    audience: "operator",
    category: "operating",
    pace: "now",
    link: () => "/operate",
    words: (t, p) => ({
      title: t("Work is stuck: {work}", { work: p.work }),
      body: t("It was tried {attempts} times and is given up until somebody looks.", {
        attempts: formatCount(Number(p.attempts), t.locale),
      }),
      action: t("Open the operator's desk"),
    }),
  }),
} as const
