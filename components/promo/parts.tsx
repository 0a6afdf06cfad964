/** What several blocks share: a cover, a title's buttons, a heading; plain elements without hooks, for page and editor alike. */
import type { ReactNode } from "react"
import type { Translate } from "#lib/kernel/messages.ts"
import type { PromoContext, PromoPicture, PromoTitle } from "#lib/pages/promo-context.ts"

/** What every block is given beside its own props. */
export type Shown = {
  id: string
  t: Translate
  context: PromoContext
  /** The editor says what is missing; the public page leaves it out. */
  isEditing: boolean
  /** True for the first block: its picture is what the visitor waits for. */
  isFirst: boolean
  /** True for the block that holds the page's one h1. */
  isHead: boolean
}

export function Picture({
  picture,
  alt,
  sizes,
  first,
}: {
  picture: PromoPicture
  alt: string
  sizes: string
  first?: boolean
}) {
  return (
    <picture>
      {picture.avif && <source type="image/avif" srcSet={picture.avif} sizes={sizes} />}
      {picture.webp && <source type="image/webp" srcSet={picture.webp} sizes={sizes} />}
      <img
        src={picture.src}
        width={picture.width}
        height={picture.height}
        alt={alt}
        loading={first ? "eager" : "lazy"}
        fetchPriority={first ? "high" : "auto"}
        decoding={first ? "sync" : "async"}
      />
    </picture>
  )
}

/** A title's cover as a way to it; without a picture its name stands large in its place. */
export function Cover({ title, sizes, first, t }: { title: PromoTitle; sizes: string; first?: boolean; t: Translate }) {
  return (
    <a className="cover" href={title.href} rel="sponsored noopener">
      {title.cover ? (
        <Picture
          picture={title.cover}
          alt={t("Cover of {name}", { name: title.name })}
          sizes={sizes}
          first={first ?? false}
        />
      ) : (
        <span className="cover-name">{title.name}</span>
      )}
    </a>
  )
}

/** The way to a title: one button, its price in words, and that it can be tried. */
export function Buttons({
  title,
  t,
  price = true,
  label,
}: {
  title: PromoTitle
  t: Translate
  price?: boolean
  label?: string
}) {
  return (
    <p className="buy">
      <a className="button" href={title.href} rel="sponsored noopener">
        {label || t("Get {name}", { name: title.name })}
      </a>
      {price && <span className="price">{title.price || t("Free")}</span>}
      {title.hasDemo && (
        <a className="demo" href={title.href} rel="sponsored noopener">
          {t("or try it free")}
        </a>
      )}
    </p>
  )
}

export function Section({
  kind,
  more,
  heading,
  children,
}: {
  kind: string
  more?: string
  heading?: string
  children: ReactNode
}) {
  return (
    <section className={more ? `block block-${kind} ${more}` : `block block-${kind}`}>
      {heading ? <h2>{heading}</h2> : null}
      {children}
    </section>
  )
}

/** What the editor shows in place of a block that would be empty on the page. */
export const Missing = ({ children }: { children: ReactNode }) => <p className="missing">{children}</p>

/** Paragraphs and line breaks as they were typed. */
export function Lines({ text, className }: { text: string; className?: string }) {
  return text.trim() ? <p className={className ? `${className} as-typed` : "as-typed"}>{text.trim()}</p> : null
}

/** The titles a block names; all of the site's where it names none. Withdrawn ones are not in the context, and vanish. */
export function titlesFor(context: PromoContext, chosen: readonly { title: string }[]): PromoTitle[] {
  const ids = chosen.length > 0 ? [...new Set(chosen.map(({ title }) => title))] : context.order
  return ids.flatMap((id) => context.titles[id] ?? [])
}

/** The host a link leads to, as people read it; "" while an address is still being typed. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host.replace(/^www\./, "") : "")
