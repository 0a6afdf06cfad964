"use client"
/** The download in the page, before it is asked for: one button. Everything behind it is loaded when it is pressed. */
import { type ComponentType, useEffect, useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { useT } from "#components/ui/words.tsx"
import { formatBytes } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { hasCopy } from "./has-copy.ts"
import type { Offer } from "./offer.ts"

type Loaded = { View: ComponentType<{ offer: Offer; startNow: boolean }>; startNow: boolean }

export function DownloadPanel({ offer }: { offer: Offer }) {
  const t = useT()
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const [loading, setLoading] = useState(false)
  const [failed, setFailed] = useState(false)
  const load = async (startNow: boolean) => {
    setLoading(true)
    setFailed(false)
    try {
      const { PageDownload } = await import("./page-download.tsx")
      setLoaded({ View: PageDownload, startNow })
    } catch {
      setFailed(true)
    } finally {
      setLoading(false)
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: `load` only sets state; the copy is looked for once per release
  useEffect(() => {
    let here = true
    hasCopy(offer.obj).then((found) => {
      if (found && here) void load(false)
    })
    return () => {
      here = false
    }
  }, [offer.obj])
  if (loaded) return <loaded.View offer={offer} startNow={loaded.startNow} />
  return (
    <div className="grid justify-items-start gap-4">
      {failed && <Notice tone="danger">{t("The download did not start: the line broke. Press again.")}</Notice>}
      <Button variant="primary" size="large" aria-disabled={loading} onClick={() => !loading && void load(true)}>
        {loading ? t("One moment…") : askFor(t, offer.kind)}
      </Button>
      <p className="max-w-read text-14 text-muted">
        {t(
          "{size} from the origin, decrypted in this page. No other fan sees your address. After a reload it goes on where it stopped.",
          { size: formatBytes(offer.sizeBytes, t.locale) },
        )}
      </p>
    </div>
  )
}

const askFor = (t: Translate, kind: Offer["kind"]): string =>
  ({
    game: t("Download it here"),
    assets: t("Download it here"),
    film: t("Watch or download it here"),
    music: t("Listen or download it here"),
  })[kind]
