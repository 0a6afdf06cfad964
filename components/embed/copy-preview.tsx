/** What readers will see of a form, live: the very image or frame, or the script on a page of its own. */
import type { Translate } from "#lib/kernel/messages.ts"
import { badgeSrc, type CopyLink, type CopyWish, frameSrc, POST_SIZE, sizeOf } from "./copy-forms.ts"
import { disclosure } from "./embed-words.ts"

type PreviewProps = { t: Translate; words: Translate; link: CopyLink; wish: CopyWish; text: string }

export function CopyPreview({ t, words, link, wish, text }: PreviewProps) {
  switch (wish.form) {
    case "script":
      return <ScriptPreview t={t} wish={wish} text={text} />
    case "iframe":
    case "shelf":
    case "post":
      return <FramePreview t={t} link={link} wish={wish} />
    default:
      return (
        <div className="grid min-w-0 justify-items-start gap-2">
          {/* biome-ignore lint/performance/noImgElement: this is the very image the snippet shows */}
          <img
            src={badgeSrc("", link.code, wish.choice)}
            height={40}
            className="h-10 max-w-full"
            alt={t("Badge: get {title} on Fanfare", { title: link.titleName })}
          />
          <small className="text-12 text-muted" lang={words.locale}>
            {disclosure(words)}
          </small>
        </div>
      )
  }
}

function FramePreview({ t, link, wish }: Omit<PreviewProps, "words" | "text">) {
  const { width, height } = wish.form === "post" ? { width: null, height: POST_SIZE.card.height } : sizeOf(wish)
  const src = frameSrc("", link, wish)
  return (
    <iframe
      key={src}
      src={src}
      width={width ?? "100%"}
      height={height}
      loading="lazy"
      title={wish.form === "shelf" ? t("Preview of the shelf") : t("Preview of the card")}
      className="max-w-full border-0"
    />
  )
}

/** In a frame without rights on our origin, as it would run on a stranger's page. */
function ScriptPreview({ t, wish, text }: Omit<PreviewProps, "words" | "link">) {
  const { scheme } = wish.choice
  const style = `:root{color-scheme:${scheme === "auto" ? "light dark" : scheme}}body{margin:12px;font:14px system-ui}small{display:block;margin-top:8px}`
  return (
    <iframe
      key={text}
      srcDoc={`<!doctype html><html lang="${t.locale}"><title>${t("Preview of the button")}</title><style>${style}</style><body>${text}</body>`}
      sandbox="allow-scripts"
      width="100%"
      height={112}
      title={t("Preview of the button")}
      className="max-w-full rounded-card border-0"
    />
  )
}
