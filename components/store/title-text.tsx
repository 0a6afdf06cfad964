/** A title's description: the publisher's Markdown, made safe. */
import type { Translate } from "#lib/kernel/messages.ts"
import { markdownToHtml } from "../promo/markdown.ts"

export function TitleText({ t, text }: { t: Translate; text: string }) {
  if (text.trim() === "") return null
  return (
    <section aria-label={t("About it")}>
      <div
        className="prose max-w-read text-18 wrap-anywhere"
        // biome-ignore lint/security/noDangerouslySetInnerHtml: raw HTML in the text was escaped, and scripts have no address
        dangerouslySetInnerHTML={{ __html: markdownToHtml(text) }}
      />
    </section>
  )
}
