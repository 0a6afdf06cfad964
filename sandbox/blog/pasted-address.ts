/**
 * What WordPress makes of a pasted address, written from how it is documented to behave: it looks for an oEmbed link in the
 * head of the page at the address, asks there, keeps of the answer's markup one frame without rights, and lets that frame
 * speak to the page around by a secret.
 */
import { randomBytes } from "node:crypto"
import { html, raw } from "#components/plain/html.ts"
import { blogShell } from "./shell.ts"

const CONTENT_WIDTH = 600
const READ_LIMIT = 150 * 1024
/** Of a stranger's frame these attributes are kept, and no others. */
const KEPT = ["src", "width", "height", "frameborder", "marginwidth", "marginheight", "scrolling", "title"]

/** Looks the address up; the frame as it will stand in the post, or null when there is none to be had. */
async function frameFor(address: string, blogUrl: string): Promise<string | null> {
  const agent = { "user-agent": `WordPress/6.8.3; ${blogUrl}` }
  const page = await fetch(address, { headers: agent })
  const endpoint = discovered((await page.text()).slice(0, READ_LIMIT))
  if (!endpoint) return null
  const url = new URL(endpoint)
  url.searchParams.set("maxwidth", String(CONTENT_WIDTH))
  url.searchParams.set("maxheight", "900")
  const answer = await fetch(url, { headers: agent })
  const found = (await answer.json()) as { type?: string; html?: string }
  return found.type === "rich" && found.html ? withoutRights(found.html) : null
}

/** Only what stands in the head counts. */
function discovered(page: string): string | null {
  const head = page.split(/<\/head>/i, 1)[0]!
  const tag = /<link\b[^>]*type="application\/json\+oembed"[^>]*>/i.exec(head)?.[0]
  const href = tag && /\bhref="([^"]+)"/.exec(tag)?.[1]
  return href ? href.replaceAll("&amp;", "&") : null
}

/** One frame, its allowed attributes, no rights, and a secret in its fragment. */
function withoutRights(markup: string): string | null {
  const tag = /<iframe\b([^>]*)><\/iframe>/i.exec(markup)?.[1]
  if (tag === undefined) return null
  const attributes = [...tag.matchAll(/\s([a-z]+)="([^"]*)"/g)].filter(([, name]) => KEPT.includes(name!))
  const secret = randomBytes(8).toString("hex").slice(0, 10)
  const kept = attributes.map(([, name, value]) => `${name}="${value}${name === "src" ? `#?secret=${secret}` : ""}"`)
  return `<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted" ${kept.join(" ")} data-secret="${secret}"></iframe>`
}

/** The side that listens: a frame is known by its secret, and may be followed to its own host while it has the focus. */
const LISTENER = `addEventListener("message",function(e){
var d=e.data;if(!d||!d.secret||!d.message||!d.value||/[^a-zA-Z0-9]/.test(d.secret))return;
document.querySelectorAll('iframe[data-secret="'+d.secret+'"]').forEach(function(f){
if(e.source!==f.contentWindow)return;f.removeAttribute("style");
if(d.message==="height"){f.height=Math.min(1000,Math.max(200,parseInt(d.value,10)))}
if(d.message==="link"){var to=new URL(d.value),from=new URL(f.src);
if(/^https?:$/.test(to.protocol)&&to.host===from.host&&document.activeElement===f)window.top.location.href=d.value}})});
addEventListener("load",function(){document.querySelectorAll("iframe.wp-embedded-content").forEach(function(f){
f.contentWindow.postMessage({message:"ready",secret:f.dataset.secret},"*")})})`

export async function pastedPage(address: string, blogUrl: string): Promise<string> {
  const frame = await frameFor(address, blogUrl)
  const shown = frame ? raw(frame) : html`<a href="${address}">${address}</a>`
  const words = html`<h1>One pasted address</h1><p>I put the address on a line of its own, and this came of it:</p><div class="paste" id="pasted">${shown}</div><p>So it also goes without knowing any HTML.</p>`
  return blogShell("One pasted address", words, html`<script>${raw(LISTENER)}</script>`)
}
