/** A translated sentence with links or stress in it, as markup: the plain pages' counterpart of `<Rich>`. */
import { type Html, html } from "./html.ts"

/** Tags in the sentence are one word and do not nest; each is given to the part of its name. The rest is escaped. */
export function richHtml(text: string, parts: Readonly<Record<string, (inner: string) => Html>>): Html {
  const pieces = text.split(/(<\w+>.*?<\/\w+>)/s).map((piece) => {
    const [, tag, inner] = /^<(\w+)>(.*?)<\/\1>$/s.exec(piece) ?? []
    const render = tag === undefined ? undefined : parts[tag]
    return render ? render(inner!) : html`${inner ?? piece}`
  })
  return html`${pieces}`
}
