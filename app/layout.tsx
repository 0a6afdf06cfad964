/** The frame of every page: fonts, colours, skip link, header, footer. */
import "./globals.css"
import type { Metadata, Viewport } from "next"
import { cookies } from "next/headers"
import type { ReactNode } from "react"
import { NoticeBell } from "#components/shell/notice-bell.tsx"
import { SiteFooter, type Theme } from "#components/shell/site-footer.tsx"
import { SiteHeader } from "#components/shell/site-header.tsx"
import { Toaster } from "#components/ui/toaster.tsx"
import { WordsProvider } from "#components/ui/words.tsx"
import { directionOf } from "#lib/kernel/messages.ts"
import { countUnread } from "#lib/notices/queries.ts"
import { clientCatalogue } from "#messages/catalogues.ts"
import { deps } from "./_server/deps.ts"
import { currentActor } from "./_server/session.ts"
import { chooseLanguage, chooseTheme, signOut } from "./_server/shell-actions.ts"
import { words } from "./_server/words.ts"
import { fontVariables } from "./fonts.ts"

export const generateMetadata = async (): Promise<Metadata> => ({
  title: { default: "Fanfare", template: "%s · Fanfare" },
  description: (await words())("Fans are paid for bringing people to a work they love, and for carrying its bits."),
})

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbf8f3" },
    { media: "(prefers-color-scheme: dark)", color: "#14130f" },
  ],
}

async function chosenTheme(): Promise<Theme> {
  const theme = (await cookies()).get("ff_theme")?.value
  return theme === "light" || theme === "dark" ? theme : "system"
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await chosenTheme()
  const t = await words()
  const actor = await currentActor()
  const { mode, mailboxUrl, blogUrl } = deps().config
  const sample = mode === "sample" && mailboxUrl && blogUrl ? { mailboxUrl, blogUrl } : null
  return (
    <html
      lang={t.locale}
      dir={directionOf(t.locale)}
      className={fontVariables}
      data-theme={theme === "system" ? undefined : theme}
    >
      <body className="flex min-h-dvh flex-col bg-paper text-16 text-ink antialiased">
        <a
          href="#content"
          className="sr-only rounded-input bg-brass-fill px-4 py-2 font-semibold text-on-fill focus:not-sr-only focus:absolute focus:top-2 focus:start-2 focus:z-10"
        >
          {t("Skip to the content")}
        </a>
        <WordsProvider locale={t.locale} catalogue={clientCatalogue(t.locale)}>
          <SiteHeader
            t={t}
            person={actor && { email: actor.email, roles: actor.roles }}
            actions={{ signOut, chooseTheme, chooseLanguage }}
            bell={actor && <NoticeBell t={t} unread={await countUnread(deps().db, actor.userId)} />}
          />
          <main id="content" tabIndex={-1} className="grow focus:outline-none">
            {children}
          </main>
          <SiteFooter t={t} theme={theme} chooseTheme={chooseTheme} chooseLanguage={chooseLanguage} sample={sample} />
          <Toaster />
        </WordsProvider>
      </body>
    </html>
  )
}
