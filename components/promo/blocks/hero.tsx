/** The top of the page: the site's name, a few words, and the loudest cover. */
import type { BlockProps } from "#lib/pages/page-blocks.ts"
import { Buttons, Cover, Lines, Picture, type Shown } from "../parts.tsx"

const SIZES = "(min-width: 900px) 620px, 100vw"
const WIDE = "(min-width: 1240px) 1200px, 100vw"

export function Hero({
  t,
  context,
  heading,
  words,
  title: id,
  picture: pictureId,
  layout,
  button,
  isFirst,
  isHead,
}: BlockProps<"Hero"> & Shown) {
  const title = context.titles[id]
  const picture = context.pictures[pictureId]
  const sizes = layout === "beside" ? SIZES : WIDE
  const art = picture ? (
    <div className="cover">
      <Picture picture={picture} alt={picture.alt} sizes={sizes} first={isFirst} />
    </div>
  ) : title ? (
    <Cover title={title} sizes={sizes} first={isFirst} t={t} />
  ) : null
  const Heading = isHead ? "h1" : "h2"
  return (
    <section className={`block block-hero hero-${layout}${art ? "" : " hero-bare"}`}>
      {art && <div className="hero-art">{art}</div>}
      <div className="hero-words">
        <Heading>{heading || context.site.name}</Heading>
        <Lines text={words} className="lead" />
        {button && title && <Buttons title={title} t={t} />}
      </div>
    </section>
  )
}
