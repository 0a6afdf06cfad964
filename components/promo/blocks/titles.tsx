/** Blocks that show titles: one of them, all of them, the shelf of demos with who carries them now, a lone button. */
import type { BlockProps } from "#lib/pages/page-blocks.ts"
import { Buttons, Cover, Lines, Missing, Section, type Shown, titlesFor } from "../parts.tsx"
import { Stock } from "./stock.tsx"

export function Title({
  t,
  context,
  isEditing,
  isFirst,
  title: id,
  words,
  layout,
  price,
}: BlockProps<"Title"> & Shown) {
  const title = context.titles[id]
  if (!title) return isEditing ? <Missing>{t("Choose a title. One that was withdrawn is not shown.")}</Missing> : null
  return (
    <article className={`block block-title title-${layout}`}>
      <Cover
        title={title}
        t={t}
        first={isFirst}
        sizes={layout === "wide" ? "(min-width: 1240px) 1200px, 100vw" : "(min-width: 900px) 580px, 100vw"}
      />
      <div className="title-words">
        <h2>{title.name}</h2>
        <p className="by">{t("by {publisher}", { publisher: title.publisherName })}</p>
        {title.tagline && <p className="lead">{title.tagline}</p>}
        <Lines text={words} />
        <Buttons title={title} t={t} price={price} />
        <Stock title={title} t={t} />
      </div>
    </article>
  )
}

export function TitleGrid({
  t,
  context,
  isEditing,
  isFirst,
  heading,
  titles: chosen,
  columns,
  taglines,
}: BlockProps<"TitleGrid"> & Shown) {
  const titles = titlesFor(context, chosen)
  if (titles.length === 0)
    return isEditing ? <Missing>{t("The titles you put on this site will stand here.")}</Missing> : null
  return (
    <Section kind="grid" more={`columns-${columns}`} heading={heading || t("What I recommend")}>
      <ul className="cards">
        {titles.map((title, i) => (
          <li key={title.titleId}>
            <article className="card">
              <Cover
                title={title}
                t={t}
                first={isFirst && i === 0}
                sizes="(min-width: 900px) 380px, (min-width: 600px) 48vw, 100vw"
              />
              <h3>
                <a href={title.href} rel="sponsored noopener">
                  {title.name}
                </a>
              </h3>
              {taglines && title.tagline && <p>{title.tagline}</p>}
              <p className="card-foot">
                <span className="price">{title.price || t("Free")}</span>
                {title.hasDemo && <span className="tag">{t("free demo")}</span>}
              </p>
            </article>
          </li>
        ))}
      </ul>
    </Section>
  )
}

export function DemoShelf({ t, context, isEditing, heading, words, titles: chosen }: BlockProps<"DemoShelf"> & Shown) {
  const titles = titlesFor(context, chosen).filter((title) => title.hasDemo)
  if (titles.length === 0)
    return isEditing ? <Missing>{t("Titles with a demo will stand here. None of yours has one.")}</Missing> : null
  return (
    <Section kind="shelf" heading={heading || t("Try before you buy")}>
      <Lines text={words} className="lead" />
      <ul className="shelf">
        {titles.map((title) => (
          <li key={title.titleId}>
            <Cover title={title} t={t} sizes="160px" />
            <div>
              <h3>{title.name}</h3>
              <Stock title={title} t={t} />
            </div>
            <a className="button button-quiet" href={title.href} rel="sponsored noopener">
              {t("Try {name} free", { name: title.name })}
            </a>
          </li>
        ))}
      </ul>
    </Section>
  )
}

export function Download({ t, context, isEditing, title: id, heading, words, align }: BlockProps<"Download"> & Shown) {
  const title = context.titles[id]
  if (!title) return isEditing ? <Missing>{t("Choose a title. One that was withdrawn is not shown.")}</Missing> : null
  return (
    <Section kind="download" more={`align-${align}`} heading={heading}>
      <Lines text={words} className="lead" />
      <Buttons title={title} t={t} />
    </Section>
  )
}
