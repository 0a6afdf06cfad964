/** Whether what a site says proves whose it is: pure, over text that was fetched. */
import { type PageTag, tagsOf } from "./read-tags.ts"
import type { ProofFailure } from "./site-proof-state.ts"

export const TAG_NAME = "fanfare-site"
export const FILE_PATH = "/.well-known/fanfare-site.txt"

export const tagFor = (token: string): string => `<meta name="${TAG_NAME}" content="${token}">`

/** The tag counts in the head alone: into a body, visitors write as well. */
export function failureOfTag(page: string, token: string): ProofFailure | null {
  let failure: ProofFailure = "no_tag"
  for (const { name, attributes, inHead } of tagsOf(page)) {
    if (!inHead) break
    if (name !== "meta" || attributes.get("name")?.trim().toLowerCase() !== TAG_NAME) continue
    if (attributes.get("content")?.trim() === token) return null
    failure = "wrong_tag"
  }
  return failure
}

/** A line of its own; several fans may each have one. */
export function failureOfFile(text: string, token: string): ProofFailure | null {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n|\r/)
  return lines.some((line) => line.trim().replace(/^fanfare-site=/, "") === token) ? null : "wrong_file"
}

export type OnPage = {
  /** Where the page stood, for its relative addresses. */
  pageUrl: string
  /** Ours, without a slash at its end. */
  publicUrl: string
  /** Of the site's links that still count. */
  codes: ReadonlySet<string>
  /** Of the site's promo page. */
  slug: string
}

/**
 * An embed of one of the site's links proves it; a plain link does together with one to the promo page, and so does a frame
 * that a pasted address became: many forums make one of what any visitor pastes. What visitors left (rel "ugc", or
 * "nofollow" without "sponsored") counts for nothing: anybody can write a comment.
 */
export function failureOfButton(page: string, on: OnPage): ProofFailure | null {
  let [button, home, scriptButton, script] = [false, false, false, false]
  for (const tag of tagsOf(page)) {
    const frame = tag.name === "iframe" ? frameOf(tag, on) : null
    if (frame === "placed") return null
    button ||= frame === "pasted"
    if (tag.name === "script") script ||= ourUrl(tag.attributes.get("src"), on)?.pathname === "/embed.js"
    if (tag.name !== "a" || isVisitors(tag)) continue
    const path = ourUrl(tag.attributes.get("href"), on)?.pathname ?? null
    const isButton = path !== null && /^\/r\//.test(path) && on.codes.has(path.split("/")[2]!.toLowerCase())
    button ||= isButton
    scriptButton ||= isButton && tag.attributes.has("data-fanfare")
    home ||= path !== null && (path === `/s/${on.slug}` || path.startsWith(`/s/${on.slug}/`))
  }
  if (scriptButton && script) return null
  if (!button) return "no_button"
  return home ? null : "no_way_back"
}

function isVisitors({ attributes }: PageTag): boolean {
  const rel = (attributes.get("rel") ?? "").toLowerCase().split(/\s+/)
  return rel.includes("ugc") || (rel.includes("nofollow") && !rel.includes("sponsored"))
}

/** A frame of the site's: put there as HTML, or made of a pasted address by our oEmbed answer (server/oembed-path.ts). */
function frameOf({ attributes }: PageTag, on: OnPage): "placed" | "pasted" | null {
  const url = ourUrl(attributes.get("src"), on)
  if (!url?.pathname.startsWith("/embed/")) return null
  const isOfSite = url.pathname.split("/").some((part) => on.codes.has(part.toLowerCase()) || part === on.slug)
  if (!isOfSite) return null
  return url.searchParams.get("in") === "post" ? "pasted" : "placed"
}

/** Where an address leads to us; null for everywhere else. */
function ourUrl(address: string | undefined, { pageUrl, publicUrl }: OnPage): URL | null {
  if (!address || !URL.canParse(address, pageUrl)) return null
  const url = new URL(address, pageUrl)
  return url.origin === new URL(publicUrl).origin ? url : null
}
