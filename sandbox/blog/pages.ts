/** How the stranger's blog looks: nothing of Fanfare's, except what its owner pasted. */
import { copyForms } from "#components/embed/copy-forms.ts"
import { type Html, html, raw } from "#components/plain/html.ts"
import { POSTS, type Post } from "./posts.ts"

/** A work the owner has a link for. */
export type BlogLink = { code: string; name: string }
export type BlogLinks = Partial<Record<Post["kind"], BlogLink>>

const STYLE = `
:root{color-scheme:light dark}
body{margin:0 auto;max-width:38rem;padding:2.5rem 1.25rem 5rem;font:1.125rem/1.65 Charter,"Iowan Old Style",Georgia,serif;background:#f4f7f4;color:#223026}
header{display:flex;justify-content:space-between;align-items:baseline;border-bottom:3px double #7d9482;padding-bottom:.75rem;margin-bottom:2.5rem}
header a{font-size:1.5rem;font-style:italic;color:inherit;text-decoration:none}header span{font-size:.9rem;color:#5b6f60}
h1{font-size:2rem;line-height:1.2;font-weight:normal;margin:.25rem 0 1.25rem}time{font-size:.9rem;color:#5b6f60}
article+article{margin-top:3.5rem;padding-top:2rem;border-top:1px solid #c9d5cb}
a{color:#2c5f3c}.paste{margin:1.75rem 0}.paste small{display:block;margin-top:.5rem;color:#5b6f60}
footer{margin-top:4rem;font-size:.9rem;color:#5b6f60}
@media(prefers-color-scheme:dark){body{background:#18201a;color:#dbe5dc}a{color:#9fd0ad}time,header span,footer,.paste small{color:#9db0a1}article+article{border-color:#33423a}}`

/** What the owner was asked to paste into the head, to show that the blog is theirs. */
export type BlogPaste = { posts: readonly Post[]; links: BlogLinks; storeUrl: string; headTag: string }

export function blogPage({ posts, links, storeUrl, headTag }: BlogPaste): string {
  const one = posts.length === 1 ? posts[0]! : null
  return `<!doctype html>\n${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
${raw(headTag)}<link rel="icon" href="data:,"><title>${one ? `${one.title} · ` : ""}The Damp Attic</title><style>${raw(STYLE)}</style></head>
<body><header><a href="/">The Damp Attic</a><span>things I liked</span></header>
<main>${posts.map((post) => article(post, links[post.kind], storeUrl))}</main>
<footer>Written by one person above a bicycle shop. No tracking here: I would not know what to do with it.</footer></body></html>`
      .html
  }`
}

function article(post: Post, link: BlogLink | undefined, storeUrl: string): Html {
  const name = link?.name ?? "it"
  const paragraph = (text: string) => html`<p>${text.replaceAll("{name}", name)}</p>`
  return html`<article id="${post.slug}"><time>${post.date}</time><h1><a href="/posts/${post.slug}">${post.title}</a></h1>
${post.before.map(paragraph)}${link ? pasted(post, link, storeUrl) : null}${post.after.map(paragraph)}</article>`
}

/** The snippet exactly as the copy panel gives it: this is the owner pasting it. */
function pasted(post: Post, link: BlogLink, publicUrl: string): Html {
  const forms = copyForms({ code: link.code, titleName: link.name, publicUrl })
  return html`<div class="paste">${raw(forms.find((form) => form.key === post.form)!.code)}</div>`
}

export const findPost = (slug: string): Post | null => POSTS.find((post) => post.slug === slug) ?? null
