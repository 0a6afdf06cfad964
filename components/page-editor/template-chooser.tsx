"use client"
/** The first opening of a page: three designed beginnings made of the fan's own titles, or an empty sheet. */
import type { Config } from "@puckeditor/core"
import { useEffect, useRef } from "react"
import type { PageDocument } from "#lib/pages/page-document.ts"
import type { PromoContext } from "#lib/pages/promo-context.ts"
import { useT } from "../ui/words.tsx"
import { Icon } from "./icons.tsx"
import { MiniPage } from "./mini-page.tsx"
import { TEMPLATE_WORDS } from "./template-words.ts"

type TemplateChooserProps = {
  siteName: string
  backHref: string
  templates: readonly { name: keyof typeof TEMPLATE_WORDS; document: PageDocument }[]
  config: Config
  context: PromoContext
  style: string
  onChosen: (document: PageDocument) => void
}

export function TemplateChooser(props: TemplateChooserProps) {
  const { siteName, backHref, templates, config, context, style, onChosen } = props
  const t = useT()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="mx-auto grid w-full max-w-desk gap-8 px-4 py-8 md:px-6 md:py-12">
      <header className="grid justify-items-start gap-2">
        <a href={backHref} className="link text-14">
          {t("Back to the site")}
        </a>
        <h1 ref={heading} tabIndex={-1} className="text-28 outline-none md:text-48">
          {t("How shall the page of {site} begin?", { site: siteName })}
        </h1>
        <p className="max-w-read text-18 text-muted">
          {t(
            "These are your titles and your words already. Everything can be changed afterwards: words, order, colours.",
          )}
        </p>
      </header>
      <ul className="grid gap-5 sm:grid-cols-2">
        {templates.map(({ name, document }) => (
          <li key={name}>
            <button
              type="button"
              data-template={name}
              onClick={() => onChosen(document)}
              className="group grid w-full rounded-card border border-line bg-surface text-start hover:border-ink"
            >
              {document.content.length > 0 ? (
                <MiniPage
                  document={document}
                  config={config}
                  context={context}
                  style={style}
                  title={t.known(TEMPLATE_WORDS[name].label)}
                />
              ) : (
                <span className="grid aspect-4/3 w-full place-items-center rounded-t-card bg-sunken text-muted">
                  <Icon name="plus" className="size-10" />
                </span>
              )}
              <span className="grid gap-0.5 border-t border-line p-4">
                <span className="font-display text-18 font-semibold">{t.known(TEMPLATE_WORDS[name].label)}</span>
                <span className="text-14 text-muted">{t.known(TEMPLATE_WORDS[name].use)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
