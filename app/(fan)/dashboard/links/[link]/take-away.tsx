/** What takes a link away: its buttons, its QR code, and sub-ids that tell places apart. */
import type { CopyLink } from "#components/embed/copy-forms.ts"
import { CopyPanel } from "#components/embed/copy-panel.tsx"
import { type PageQuery, readWish } from "#components/embed/copy-wish.ts"
import { QrPanel } from "#components/fans/qr-panel.tsx"
import { SubIdBuilder } from "#components/fans/sub-id-builder.tsx"
import { Section } from "#components/ui/card.tsx"
import { SUB_ID_NAMES, type SubIds } from "#lib/fans/link-address.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { wordsOf } from "#messages/catalogues.ts"

type TakeAwayProps = {
  t: Translate
  link: CopyLink
  /** Of the link itself. */
  address: string
  /** The page these stand on. */
  path: string
  /** What was chosen so far, without script. */
  typed: PageQuery
}

export function TakeAway({ t, link, address, path, typed }: TakeAwayProps) {
  return (
    <>
      <Section
        title={t("Take the button with you")}
        description={t("Every form leads through the same link, and says that you earn from it.")}
      >
        <CopyPanel t={t} link={link} wish={readWish(typed, link)} path={path} wordsOf={wordsOf} />
      </Section>
      <Section
        id="qr"
        title={t("Print it")}
        description={t("A QR code for flyers, stickers and the corner of a stream.")}
      >
        <QrPanel code={link.code} />
      </Section>
      <Section
        id="sub-ids"
        title={t("Tell places apart")}
        description={t(
          "One link can stand in many places. Give each its own sub-id and your figures show which one works: s=sidebar, s1=spring.",
        )}
      >
        <SubIdBuilder link={address} path={path} begun={begunOf(typed)} />
      </Section>
    </>
  )
}

const begunOf = (typed: PageQuery): SubIds =>
  Object.fromEntries(
    SUB_ID_NAMES.flatMap((name) => {
      const value = typed[name]
      return typeof value === "string" ? [[name, value.slice(0, 64)]] : []
    }),
  )
