/**
 * What programs that make cards and embeds of a pasted link are given instead of the redirect: they follow it to the
 * title's page, and the fan's code would be lost on the way. Everything here names the link itself.
 */
import type { Translate } from "../../lib/kernel/messages.ts"
import { html } from "../plain/html.ts"
import { type PlainDocument, plainPage } from "../plain/plain-page.ts"
import { oembedHref } from "./oembed.ts"

export type LinkCard = {
  t: Translate
  name: string
  tagline: string
  /** As it was pasted. */
  url: string
  pictureUrl: string
  titleUrl: string
  publicUrl: string
}

export function linkCardPage({ t, name, tagline, url, pictureUrl, titleUrl, publicUrl }: LinkCard): PlainDocument {
  const says = tagline || t("On Fanfare")
  const property = (key: string, content: string) => html`<meta property="og:${key}" content="${content}">`
  const found = (format: "json" | "xml", type: string) =>
    html`<link rel="alternate" type="${type}" href="${oembedHref(publicUrl, url, format)}" title="${name}">`
  return plainPage({
    t,
    title: `${name} · Fanfare`,
    description: says,
    head: html`${found("json", "application/json+oembed")}${found("xml", "text/xml+oembed")}${property("type", "website")}${property("site_name", "Fanfare")}${property("title", name)}${property("description", says)}${property("url", url)}${property("image", pictureUrl)}<meta name="twitter:card" content="summary_large_image">`,
    body: html`<main><h1>${name}</h1><p class="lead">${says}</p><p><a class="button" href="${titleUrl}" rel="nofollow">${t("See it on Fanfare")}</a></p></main>`,
  })
}
