"use client"
/** The page editor as a whole: everything that is heavy is loaded with this file, and with this page alone. */
import "@puckeditor/core/no-external.css"
import { useCallback, useEffect, useMemo, useState } from "react"
import type { Id } from "#lib/kernel/ids.ts"
import type { Locale } from "#lib/kernel/messages.ts"
import type { PageDocument } from "#lib/pages/page-document.ts"
import type { PromoContext, PromoPicture } from "#lib/pages/promo-context.ts"
import type { TemplateName } from "#lib/pages/templates.ts"
import { useT } from "../ui/words.tsx"
import { Announcer } from "./announcer.tsx"
import { EditorDoor } from "./editor-door.ts"
import { type EditorPage, EditorPageContext } from "./editor-page.ts"
import { PageWorkshop } from "./page-workshop.tsx"
import { promoConfig } from "./promo-config.tsx"
import { TemplateChooser } from "./template-chooser.tsx"
import { openUnsentDrafts, type UnsentDrafts } from "./unsent-drafts.ts"

export type PageEditorProps = {
  siteId: Id<"site">
  siteName: string
  /** Where visitors see the page. */
  address: string
  /** The editor's own address; what it asks for lies below. */
  base: string
  siteHref: string
  signInHref: string
  locale: Locale
  document: PageDocument
  /** 0 before the first save: then a beginning is chosen. */
  revision: number
  savedAt: string | null
  isPublished: boolean
  /** The draft is what visitors see. */
  isLive: boolean
  templates: readonly { name: TemplateName; document: PageDocument }[]
  context: PromoContext
  /** The style sheet of public pages, without a theme. */
  style: string
  button: { titleName: string; html: string } | null
}

export default function PageEditorRoom(props: PageEditorProps) {
  const t = useT()
  const { siteId, siteName, address } = props
  const [context, setContext] = useState(props.context)
  const [unsent, setUnsent] = useState<UnsentDrafts | null>(null)
  const [start, setStart] = useState<PageDocument | null>(props.revision > 0 ? props.document : null)
  const door = useMemo(() => new EditorDoor(props.base), [props.base])
  useEffect(() => {
    let isHere = true
    void openUnsentDrafts(siteId).then((opened) => isHere && setUnsent(opened))
    return () => {
      isHere = false
    }
  }, [siteId])
  const titles = useMemo(() => Object.values(props.context.titles), [props.context.titles])
  const config = useMemo(() => promoConfig(t), [t])
  const addPicture = useCallback(
    (id: string, picture: PromoPicture) =>
      setContext((known) => ({ ...known, pictures: { ...known.pictures, [id]: picture } })),
    [],
  )
  const page: EditorPage = useMemo(
    () => ({ siteId, siteName, address, titles, context, addPicture }),
    [siteId, siteName, address, titles, context, addPicture],
  )
  if (!unsent) return <p className="grid h-full place-items-center text-muted">{t("The page is being opened…")}</p>
  if (!start && !unsent.found) {
    return (
      <TemplateChooser
        siteName={siteName}
        backHref={props.siteHref}
        templates={props.templates}
        config={config}
        context={context}
        style={props.style}
        onChosen={setStart}
      />
    )
  }
  return (
    <EditorPageContext value={page}>
      <Announcer>
        <PageWorkshop {...props} config={config} door={door} unsent={unsent} start={start ?? props.document} />
      </Announcer>
    </EditorPageContext>
  )
}
