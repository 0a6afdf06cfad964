/** Head and foot of the landing page: the name, the way in, and at the end language, colours and what else there is. */
import { LOCALE_NAMES, LOCALES } from "../../lib/kernel/messages.ts"
import { type Html, html } from "../plain/html.ts"
import { richHtml } from "../plain/rich-html.ts"
import { MARK_PATH } from "../shell/mark.ts"
import type { LandingView } from "./landing-view.ts"

/** The mark as components/shell/wordmark.tsx shows it. */
const MARK = html`<svg viewBox="3 1 27 29" width="24" height="26" aria-hidden="true"><path d="${MARK_PATH}" fill="var(--brass-fill)"/></svg>`

export const landingHead = ({ t, signedIn }: LandingView): Html =>
  html`<a class="skip" href="#main">${t("Skip to the content")}</a><header class="top wide"><a class="brand" href="/">${MARK}Fanfare</a><nav aria-label="${t("Main")}"><a href="/store">${t("Store")}</a>${
    signedIn
      ? html`<a class="button quiet" href="/dashboard">${t("Your desk")}</a>`
      : html`<a href="/sign-in">${t("Sign in")}</a><a class="button quiet" href="/start">${t("Start")}</a>`
  }</nav></header>`

export const landingFoot = (view: LandingView): Html =>
  html`<footer class="foot"><div class="wide"><div><p>${view.t("Fanfare pays fans for bringing people to a work they love, and for carrying its bits.")}</p>${
    view.sample && sampleNote(view, view.sample)
  }</div>${choices(view)}</div></footer>`

const sampleNote = ({ t }: LandingView, sample: NonNullable<LandingView["sample"]>): Html =>
  html`<p>${richHtml(
    t(
      "You are in the sample world: people, money and mail here are made up. Look into <mailbox>its mailbox</mailbox> or at <blog>a stranger’s blog</blog>.",
    ),
    {
      mailbox: (inner) => html`<a href="${sample.mailboxUrl}">${inner}</a>`,
      blog: (inner) => html`<a href="${sample.blogUrl}">${inner}</a>`,
    },
  )}</p>`

function choices({ t, theme }: LandingView): Html {
  const themes = [
    ["system", t("System")],
    ["light", t("Light")],
    ["dark", t("Dark")],
  ] as const
  return html`<form class="choices" method="post" action="/choose"><fieldset><legend>${t("Language")}</legend>${LOCALES.map(
    (locale) =>
      html`<button name="locale" value="${locale}" lang="${locale}" aria-pressed="${String(locale === t.locale)}">${LOCALE_NAMES[locale]}</button>`,
  )}</fieldset><fieldset><legend>${t("Colours")}</legend>${themes.map(
    ([value, label]) =>
      html`<button name="theme" value="${value}" aria-pressed="${String(value === theme)}">${label}</button>`,
  )}</fieldset></form>`
}
