/** Head and foot of the landing page: the name, the way in, and at the end language, colours and what else there is. */
import { LOCALE_NAMES, LOCALES } from "../../lib/kernel/messages.ts"
import { type Html, html } from "../plain/html.ts"
import { richHtml } from "../plain/rich-html.ts"
import type { LandingView } from "./landing-view.ts"

/** The small horn of components/shell/wordmark.tsx. */
const HORN = html`<svg viewBox="0 0 30 24" width="30" height="24" aria-hidden="true"><path d="M1.7 8.2h8.6c5.2 0 9.4-2.1 13.2-6.5.6-.7 1.7-.3 1.7.6v16.4c0 .9-1.1 1.3-1.7.6-3.8-4.4-8-6.5-13.2-6.5H1.7c-.9 0-1.6-.7-1.6-1.6V9.8c0-.9.7-1.6 1.6-1.6Z" fill="var(--brass-fill)"/><path d="M6 12.8v4.4c0 2 1.6 3.6 3.6 3.6h3.8c2 0 3.6-1.6 3.6-3.6v-2.4" fill="none" stroke="var(--brass-fill)" stroke-width="2.2" stroke-linecap="round"/><path d="M28.6 7.6v5.8" stroke="var(--brass)" stroke-width="2" stroke-linecap="round"/></svg>`

export const landingHead = ({ t, signedIn }: LandingView): Html =>
  html`<a class="skip" href="#main">${t("Skip to the content")}</a><header class="top wide"><a class="brand" href="/">${HORN}Fanfare</a><nav aria-label="${t("Main")}"><a href="/store">${t("Store")}</a>${
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
