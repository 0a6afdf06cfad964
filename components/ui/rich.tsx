/** A sentence with links or stress in it: `<Rich text={t("Look into <a>its mailbox</a>.")} a={(inner) => <a …>{inner}</a>} />`. */
import { Fragment, type ReactNode } from "react"

type RichProps = { text: string } & Record<string, ((inner: string) => ReactNode) | string>

/** Tags in the sentence are one word and do not nest; each is given to the prop of its name. */
export function Rich({ text, ...parts }: RichProps) {
  return text.split(/(<\w+>.*?<\/\w+>)/s).map((piece, i) => {
    const [, tag, inner] = /^<(\w+)>(.*?)<\/\1>$/s.exec(piece) ?? []
    const render = tag === undefined ? undefined : parts[tag]
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one sentence never change places
    return <Fragment key={i}>{typeof render === "function" ? render(inner!) : (inner ?? piece)}</Fragment>
  })
}
