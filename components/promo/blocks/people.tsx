/** Who stands behind the page: people who carry its titles, how many bought through it, and what the fan earns by it. */
import type { BlockProps } from "#lib/pages/page-blocks.ts"
import { Lines, Missing, Section, type Shown } from "../parts.tsx"

export function Supporters({
  t,
  context,
  isEditing,
  heading,
  words,
  names: showNames,
}: BlockProps<"Supporters"> & Shown) {
  const { sites, carriers, bought } = context.supporters
  if (carriers === 0 && bought === 0)
    return isEditing ? (
      <Missing>{t("Nobody carries or has bought these titles yet. Real figures will stand here.")}</Missing>
    ) : null
  return (
    <Section kind="supporters" heading={heading || t("Who keeps this going")}>
      <Lines text={words} className="lead" />
      <dl className="figures">
        {carriers > 0 && (
          <div>
            <dt>{t("carry these titles now")}</dt>
            <dd>{t.n("{count} node", "{count} nodes", carriers)}</dd>
          </div>
        )}
        {bought > 0 && (
          <div>
            <dt>{t("through this page so far")}</dt>
            <dd>{t.n("{count} purchase", "{count} purchases", bought)}</dd>
          </div>
        )}
      </dl>
      {showNames && sites.length > 0 && (
        <ul className="names">
          {sites.map((site) => (
            <li key={site.slug}>
              <a href={`${context.base}/s/${site.slug}`}>{site.name}</a>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** Always on the page: PromoRoot adds it when the document has none. */
export function Disclosure({ t, words }: Pick<BlockProps<"Disclosure">, "words"> & Pick<Shown, "t">) {
  return (
    <aside className="block block-disclosure">
      <p>
        {t("I earn from purchases made here and for carrying the download. It costs you nothing.")} {words}
      </p>
    </aside>
  )
}
