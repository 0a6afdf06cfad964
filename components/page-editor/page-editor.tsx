"use client"
/** The door to the page editor: what is heavy is fetched when this page is opened, and by no other. */
import dynamic from "next/dynamic"
import { useT } from "../ui/words.tsx"
import type { PageEditorProps } from "./page-editor-room.tsx"

const Room = dynamic(() => import("./page-editor-room.tsx"), { ssr: false, loading: () => <Opening /> })

function Opening() {
  const t = useT()
  return <p className="grid min-h-[60dvh] place-items-center text-muted">{t("The page is being opened…")}</p>
}

export function PageEditor(props: PageEditorProps) {
  return <Room {...props} />
}
