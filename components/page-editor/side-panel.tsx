"use client"
/** The column of fields: of the block that is chosen, or of the page as a whole. */
import { useEffect, useRef } from "react"
import { useT } from "../ui/words.tsx"
import { BlockPanel } from "./block-panel.tsx"
import { blockName } from "./block-words.ts"
import { DomainPanel } from "./domain-panel.tsx"
import type { Version } from "./editor-door.ts"
import { HistoryPanel } from "./history-panel.tsx"
import { usePage } from "./page-commands.ts"
import { PageSettings } from "./page-settings.tsx"
import { ThemePanel } from "./theme-panel.tsx"
import type { WorkbenchProps } from "./workbench.tsx"

export type PanelName = "block" | "look" | "settings" | "address" | "history"

type SidePanelProps = WorkbenchProps & {
  panel: PanelName
  newest: number
  onRestore: (version: Version) => Promise<string | null>
}

export function SidePanel({ panel, door, locale, siteHref, address, newest, onRestore }: SidePanelProps) {
  const t = useT()
  const chosen = usePage((page) => page.selectedItem?.type ?? null)
  const heading = useRef<HTMLHeadingElement>(null)
  const titles: Record<PanelName, string> = {
    block: chosen ? blockName(chosen, t) : t("Fields of a block"),
    look: t("Look of the page"),
    settings: t("Settings of the page"),
    address: t("Address of the page"),
    history: t("History"),
  }
  const isFirst = useRef(true)
  useEffect(() => {
    if (!isFirst.current && panel !== "block") heading.current?.focus()
    isFirst.current = false
  }, [panel])
  return (
    <div className="grid gap-4 p-4">
      <h2 ref={heading} tabIndex={-1} className="text-18 outline-none">
        {titles[panel]}
      </h2>
      {panel === "block" && <BlockPanel />}
      {panel === "look" && <ThemePanel />}
      {panel === "settings" && (
        <PageSettings
          locale={locale}
          siteHref={siteHref}
          saveLocale={async (next) => (await door.saveLocale(next)).ok}
        />
      )}
      {panel === "address" && <DomainPanel door={door} address={address} />}
      {panel === "history" && <HistoryPanel door={door} newest={newest} onRestore={onRestore} />}
    </div>
  )
}
