/** Pictures, and films that stand elsewhere: nothing of another host's is loaded until the visitor asks for it. */
import type { BlockProps } from "#lib/pages/page-blocks.ts"
import { filmFrame } from "../film-address.ts"
import { hostOf, Missing, Picture, Section, type Shown } from "../parts.tsx"

export function Gallery({ t, context, isEditing, isFirst, heading, pictures, layout }: BlockProps<"Gallery"> & Shown) {
  const shown = pictures.flatMap((entry) => {
    const picture = context.pictures[entry.picture]
    return picture ? [{ ...entry, picture }] : []
  })
  if (shown.length === 0) return isEditing ? <Missing>{t("Add pictures to this gallery.")}</Missing> : null
  const sizes = `(min-width: 900px) ${layout === "grid" ? widthOfEach(shown.length) : 600}px, 90vw`
  return (
    <Section kind="gallery" more={`gallery-${layout}`} heading={heading}>
      <ul className="pictures">
        {shown.map(({ picture, alt, caption }, i) => (
          <li key={`${picture.src} ${caption}`}>
            <figure>
              <a href={picture.src} data-lightbox="">
                <Picture picture={picture} alt={alt || picture.alt} first={isFirst && i === 0} sizes={sizes} />
              </a>
              {caption && <figcaption>{caption}</figcaption>}
            </figure>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** CSS pixels on a wide screen: as many in a row as there are, four at most. */
const widthOfEach = (count: number): number => Math.ceil(1_200 / Math.min(count, 4))

export function Video({
  t,
  context,
  isEditing,
  isFirst,
  heading,
  url,
  label,
  poster: posterId,
}: BlockProps<"Video"> & Shown) {
  if (!url) return isEditing ? <Missing>{t("Give the address of a film.")}</Missing> : null
  const poster = context.pictures[posterId]
  const host = hostOf(url)
  return (
    <Section kind="video" heading={heading}>
      <a
        className={poster ? "video" : "video video-bare"}
        href={url}
        rel="nofollow ugc noopener"
        data-film={filmFrame(url)?.address}
      >
        {poster && <Picture picture={poster} alt="" first={isFirst} sizes="(min-width: 1240px) 1200px, 100vw" />}
        <span className="video-words">
          <span className="play" aria-hidden="true" />
          <span>
            {label || t("Watch the film")} <span className="host">{t("on {host}", { host })}</span>
          </span>
        </span>
      </a>
    </Section>
  )
}

export function Links({ t, isEditing, heading, links, layout }: BlockProps<"Links"> & Shown) {
  const shown = links.filter((link) => link.url)
  if (shown.length === 0) return isEditing ? <Missing>{t("Add links to your other places.")}</Missing> : null
  return (
    <Section kind="links" more={`links-${layout}`} heading={heading}>
      <ul>
        {shown.map((link) => (
          <li key={`${link.label} ${link.url}`}>
            <a href={link.url} rel="me nofollow ugc noopener">
              {link.label || hostOf(link.url)}
            </a>
          </li>
        ))}
      </ul>
    </Section>
  )
}
