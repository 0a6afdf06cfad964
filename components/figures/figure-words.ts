/** What figures are split by, in words. */
import type { ClickDevice, ClickTrigger } from "#lib/attribution/click.ts"
import type { Dimension } from "#lib/earnings/figures-view.ts"
import type { Translate } from "#lib/kernel/messages.ts"

export function dimensionWord(t: Translate, dimension: Dimension): string {
  switch (dimension) {
    case "link":
      return t("Link")
    case "title":
      return t("Title")
    case "sub":
      return t("Sub-id")
    case "host":
      return t("From where")
    case "trigger":
      return t("Met by")
    case "device":
      return t("Device")
    default:
      return dimension
  }
}

const TRIGGERS: Readonly<Record<ClickTrigger, (t: Translate) => string>> = {
  link: (t) => t("the link itself"),
  qr: (t) => t("a QR code"),
  badge: (t) => t("a badge"),
  card: (t) => t("a card in a frame"),
  button: (t) => t("a button"),
  oembed: (t) => t("a pasted address"),
  shelf: (t) => t("a shelf"),
  page: (t) => t("your page"),
  demo: (t) => t("a demo"),
  feed: (t) => t("a feed"),
}

export const triggerWord = (t: Translate, trigger: ClickTrigger): string => TRIGGERS[trigger](t)

const DEVICES: Readonly<Record<ClickDevice, (t: Translate) => string>> = {
  desktop: (t) => t("desktop"),
  mobile: (t) => t("phone"),
  tablet: (t) => t("tablet"),
}

/** A value of a split as people call it; null: what has none. */
export function groupWord(t: Translate, by: Dimension, key: string | null, label: string | null): string {
  if (key === null) return noneWord(t, by)
  if (by === "trigger" && key in TRIGGERS) return TRIGGERS[key as ClickTrigger](t)
  if (by === "device" && key in DEVICES) return DEVICES[key as ClickDevice](t)
  return label ?? key
}

function noneWord(t: Translate, by: Dimension): string {
  if (by === "host") return t("not said by the browser")
  if (by === "trigger" || by === "device") return t("not known")
  return by === "link" || by === "title" ? t("no link of yours") : t("without one")
}
