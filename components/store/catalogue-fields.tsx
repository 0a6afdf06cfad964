/** What the catalogue can be searched and narrowed down by. Plain fields of a GET form. */
import type { ReactNode } from "react"
import { type CatalogueQuest, MAX_TEXT, priceText, type Sort } from "#lib/catalog/catalogue-quest.ts"
import { TITLE_KINDS, type TitleKind } from "#lib/catalog/title-state.ts"
import { formatCount } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { Button } from "../ui/button.tsx"
import { cx } from "../ui/cx.ts"
import { shelfWord } from "./kind-words.ts"

type FieldsProps = { t: Translate; quest: CatalogueQuest; kinds: Readonly<Record<TitleKind, number>> }

const PILL =
  "relative inline-flex h-10 shrink-0 cursor-pointer items-center gap-2 rounded-chip border border-edge bg-surface px-4 text-14 font-semibold whitespace-nowrap transition-colors hover:border-ink has-checked:border-ink has-checked:bg-ink has-checked:text-paper has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-brass"
const BOX = "h-10 rounded-input border border-edge bg-surface px-3 text-16 hover:border-ink"

export function CatalogueFields({ t, quest, kinds }: FieldsProps) {
  const narrowed =
    quest.anyWord || quest.free || quest.demo || quest.open || quest.fromCents !== null || quest.toCents !== null
  return (
    <>
      <div className="flex gap-2">
        <input
          type="search"
          name="q"
          defaultValue={quest.text}
          maxLength={MAX_TEXT}
          autoComplete="off"
          enterKeyHint="search"
          aria-label={t("Search the store")}
          placeholder={t("A name, a maker, a word about it")}
          className="h-13 min-w-0 grow rounded-input border border-edge bg-surface px-4 text-18 placeholder:text-muted hover:border-ink"
        />
        <Button type="submit" variant="primary" size="large" className="max-sm:px-4">
          {t("Search")}
        </Button>
      </div>
      <Kinds t={t} quest={quest} kinds={kinds} />
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        {/* On a phone the rest waits behind a switch; it is no field of the form, having no name. */}
        <label className={cx("peer", PILL, "md:hidden")}>
          <input type="checkbox" defaultChecked={narrowed} className="sr-only" />
          {t("Price and more")}
        </label>
        <div className="order-last hidden w-full flex-wrap items-center gap-x-6 gap-y-3 peer-has-checked:flex md:order-none md:flex md:w-auto">
          <Filters t={t} quest={quest} />
        </div>
        <Order t={t} quest={quest} />
      </div>
    </>
  )
}

function Filters({ t, quest }: { t: Translate; quest: CatalogueQuest }) {
  return (
    <>
      <fieldset className="flex min-w-0 flex-wrap gap-2">
        <legend className="sr-only">{t("Only titles that are")}</legend>
        <Pill type="checkbox" name="free" value="1" checked={quest.free}>
          {t("Free")}
        </Pill>
        <Pill type="checkbox" name="demo" value="1" checked={quest.demo}>
          {t("With a free demo")}
        </Pill>
        <Pill type="checkbox" name="open" value="1" checked={quest.open}>
          {t("Open to all")}
        </Pill>
        {/* Offered where nothing has all of them; shown here only so that it can be taken back. */}
        {quest.anyWord && (
          <Pill type="checkbox" name="any" value="1" checked>
            {t("Any of the words")}
          </Pill>
        )}
      </fieldset>
      <Prices t={t} quest={quest} />
    </>
  )
}

function Kinds({ t, quest, kinds }: FieldsProps) {
  const all = TITLE_KINDS.reduce((sum, kind) => sum + kinds[kind], 0)
  const count = (n: number) => <span className="figures font-normal opacity-80">{formatCount(n, t.locale)}</span>
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">{t("Kind of work")}</legend>
      <div className="relative -mx-4 flex gap-2 overflow-x-auto px-4 py-1 md:mx-0 md:flex-wrap md:px-0">
        <Pill type="radio" name="kind" value="" checked={quest.kind === null}>
          {t("Everything")} {count(all)}
        </Pill>
        {TITLE_KINDS.map((kind) => (
          <Pill key={kind} type="radio" name="kind" value={kind} checked={quest.kind === kind}>
            {shelfWord(t, kind)} {count(kinds[kind])}
          </Pill>
        ))}
      </div>
    </fieldset>
  )
}

type PillProps = { type: "radio" | "checkbox"; name: string; value: string; checked: boolean; children: ReactNode }

function Pill({ checked, children, ...input }: PillProps) {
  return (
    <label className={PILL}>
      <input {...input} defaultChecked={checked} className="sr-only" />
      {children}
    </label>
  )
}

function Prices({ t, quest }: { t: Translate; quest: CatalogueQuest }) {
  const price = { type: "text", inputMode: "decimal", maxLength: 8, className: `${BOX} w-20` } as const
  return (
    <fieldset className="flex min-w-0 items-center gap-2 text-14">
      <legend className="sr-only">{t("Price in dollars")}</legend>
      <label className="flex items-center gap-2">
        <span className="font-semibold">{t("From $")}</span>
        <input {...price} name="from" defaultValue={quest.fromCents === null ? "" : priceText(quest.fromCents)} />
      </label>
      <label className="flex items-center gap-2">
        <span className="font-semibold">{t("to $")}</span>
        <input {...price} name="to" defaultValue={quest.toCents === null ? "" : priceText(quest.toCents)} />
      </label>
    </fieldset>
  )
}

/** The usual order has no value: what is usual changes once there are words to match. */
function Order({ t, quest }: { t: Translate; quest: CatalogueQuest }) {
  const words: Record<Exclude<Sort, "best">, string> = {
    newest: t("Newest"),
    carried: t("Most carried now"),
    name: t("Name"),
    cheapest: t("Price, lowest first"),
    dearest: t("Price, highest first"),
  }
  const [usual, unusual] = quest.text
    ? (["best", ["newest", "carried", "name", "cheapest", "dearest"]] as const)
    : (["newest", ["carried", "name", "cheapest", "dearest"]] as const)
  return (
    <label className="flex items-center gap-2 text-14 md:ms-auto">
      <span className="font-semibold max-md:sr-only">{t("Sort by")}</span>
      <select name="sort" defaultValue={quest.sort === usual ? "" : quest.sort} className={BOX}>
        <option key="usual" value="">
          {usual === "best" ? t("Best match") : words.newest}
        </option>
        {unusual.map((sort) => (
          <option key={sort} value={sort}>
            {words[sort]}
          </option>
        ))}
      </select>
    </label>
  )
}
