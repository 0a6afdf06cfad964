/** The posts of the stranger's blog, each with what its owner pasted into it. */
import { type Html, html, raw } from "#components/plain/html.ts"
import { snippet } from "./pasted-forms.ts"
import { POSTS, type Post } from "./posts.ts"
import { type BlogLink, blogShell } from "./shell.ts"

export type BlogLinks = Partial<Record<Post["kind"], BlogLink>>

/** What the owner was asked to paste into the head, to show that the blog is theirs. */
export type BlogPaste = { posts: readonly Post[]; links: BlogLinks; storeUrl: string; headTag: string }

export function blogPage({ posts, links, storeUrl, headTag }: BlogPaste): string {
  const one = posts.length === 1 ? posts[0]! : null
  const title = one ? `${one.title} · The Damp Attic` : "The Damp Attic"
  return blogShell(title, html`${posts.map((post) => article(post, links[post.kind], storeUrl))}`, raw(headTag))
}

function article(post: Post, link: BlogLink | undefined, storeUrl: string): Html {
  const name = link?.name ?? "it"
  const paragraph = (text: string) => html`<p>${text.replaceAll("{name}", name)}</p>`
  return html`<article id="${post.slug}"><time>${post.date}</time><h1><a href="/posts/${post.slug}">${post.title}</a></h1>
${post.before.map(paragraph)}${link ? pasted(post, link, storeUrl) : null}${post.after.map(paragraph)}</article>`
}

const pasted = (post: Post, link: BlogLink, publicUrl: string): Html =>
  html`<div class="paste">${raw(snippet(link, publicUrl, { form: post.form }))}</div>`

export const findPost = (slug: string): Post | null => POSTS.find((post) => post.slug === slug) ?? null
