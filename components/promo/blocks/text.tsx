/** The fan's own words, in Markdown. */
import type { BlockProps } from "#lib/pages/page-blocks.ts"
import { markdownToHtml } from "../markdown.ts"
import { hostOf, Missing, Section, type Shown } from "../parts.tsx"

export function Text({ t, isEditing, text, width, align }: BlockProps<"Text"> & Shown) {
  if (!text.trim()) return isEditing ? <Missing>{t("Write something here.")}</Missing> : null
  return (
    <Section kind="text" more={`width-${width} align-${align}`}>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: made by markdownToHtml, which escapes raw HTML */}
      <div className="prose" dangerouslySetInnerHTML={{ __html: markdownToHtml(text) }} />
    </Section>
  )
}

export function Quote({ t, isEditing, text, who, url, align }: BlockProps<"Quote"> & Shown) {
  if (!text.trim()) return isEditing ? <Missing>{t("Quote somebody here.")}</Missing> : null
  const by = who || hostOf(url)
  return (
    <figure className={`block block-quote align-${align}`}>
      <blockquote cite={url || undefined}>
        <p className="as-typed">{text.trim()}</p>
      </blockquote>
      {by && (
        <figcaption>
          {url ? (
            <a href={url} rel="nofollow ugc noopener">
              {by}
            </a>
          ) : (
            by
          )}
        </figcaption>
      )}
    </figure>
  )
}
