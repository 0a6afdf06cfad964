/** The frame round a promo page's blocks, the same in the editor's canvas and on the public page. */
import type { ReactNode } from "react"
import type { Translate } from "#lib/kernel/messages.ts"
import type { PageTheme } from "#lib/pages/page-theme.ts"
import type { PromoContext } from "#lib/pages/promo-context.ts"
import { Disclosure } from "./blocks/people.tsx"
import { hostOf } from "./parts.tsx"

export type PromoRootProps = {
  t: Translate
  context: PromoContext
  theme: PageTheme
  /** False: the document holds no disclosure of its own, so ours is added. */
  disclosed: boolean
  /** False: no block of it has an h1. */
  headed: boolean
  children: ReactNode
}

export function PromoRoot({ t, context, theme, disclosed, headed, children }: PromoRootProps) {
  return (
    <div
      className="ff-page"
      data-cover={theme.cover}
      data-backdrop={theme.backdrop}
      data-edges={theme.edges}
      data-corners={theme.corners}
    >
      <main id="content">
        {headed ? null : <h1 className="only-read">{context.site.name}</h1>}
        {children}
        {disclosed ? null : <Disclosure t={t} words="" />}
      </main>
      <footer className="page-foot">
        <span>
          <a href={context.site.url} rel="me nofollow ugc noopener">
            {hostOf(context.site.url)}
          </a>
          {context.site.isProved && (
            <span title={t("The fan has proved that this site is theirs.")}> ✓ {t("Verified")}</span>
          )}
        </span>
        <span>
          {t("A fan's page on")} <a href={`${context.base}/`}>Fanfare</a>
        </span>
      </footer>
    </div>
  )
}
