"use client"
/** What the page editor knows beside the document: whose page it is, which titles and pictures there are. */
import { createContext, useContext } from "react"
import type { Id } from "#lib/kernel/ids.ts"
import type { PromoContext, PromoPicture } from "#lib/pages/promo-context.ts"

export type EditorPage = {
  siteId: Id<"site">
  siteName: string
  /** Where visitors see it. */
  address: string
  titles: readonly { titleId: string; name: string }[]
  /** What blocks show; grows when pictures are chosen. */
  context: PromoContext
  addPicture: (id: string, picture: PromoPicture) => void
}

export const EditorPageContext = createContext<EditorPage | null>(null)

export function useEditorPage(): EditorPage {
  const page = useContext(EditorPageContext)
  if (!page) throw new Error("useEditorPage outside of the page editor")
  return page
}
