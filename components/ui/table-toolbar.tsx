/** Above a desk's table: words to look for, facets to tick, columns to choose. One form that asks for the page anew. */
import type { ReactNode } from "react"
import { formatCount } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import type { DeskColumn } from "./desk-table.tsx"
import type { FormAction } from "./form-state.ts"
import { KeptViewsMenu } from "./kept-views-menu.tsx"
import { Popover } from "./popover.tsx"
import type { ShownRows } from "./table-rows.ts"
import { type TableView, tableQuery } from "./table-view.ts"

/** Views this person has kept of the table; `app/_server/view-actions.ts` has the actions. */
export type KeptViews = {
  tableKey: string
  views: readonly { viewId: string; name: string; query: string }[]
  keep: FormAction
  drop: (form: FormData) => Promise<void>
}

type TableToolbarProps<Row> = {
  t: Translate
  caption: string
  view: TableView
  shown: ShownRows<Row>
  columns: readonly DeskColumn<Row>[]
  visible: readonly DeskColumn<Row>[]
  path: string
  rest: [string, string][]
  prefix: string
  kept: KeptViews | undefined
}

export function TableToolbar<Row>(props: TableToolbarProps<Row>) {
  const { t, view, shown, columns, prefix, kept } = props
  const searchable = columns.some((column) => column.search)
  const choosable = columns.filter((column) => !column.rowHeader)
  return (
    <div className="flex flex-wrap items-center gap-2">
      <form method="get" action={props.path} data-table-form className="flex grow flex-wrap items-center gap-2">
        {props.rest.map(([name, value]) => (
          <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
        ))}
        {view.sort && (
          <input type="hidden" name={`${prefix}sort`} value={`${view.sort.descending ? "-" : ""}${view.sort.key}`} />
        )}
        {searchable && <Words {...props} />}
        {shown.facets.map((facet) => {
          const label = columns.find((column) => column.key === facet.key)?.label ?? facet.key
          const ticked = facet.options.filter((option) => option.ticked).length
          return (
            <Sheet key={facet.key} t={t} label={label} count={ticked}>
              {facet.options.map((option) => (
                <Tick key={option.value} name={`${prefix}in.${facet.key}`} value={option.value} checked={option.ticked}>
                  <span className="grow">{option.label}</span>
                  <span className="figures text-12 text-muted">{formatCount(option.count, t.locale)}</span>
                </Tick>
              ))}
            </Sheet>
          )
        })}
        {choosable.length > 1 && (
          <Sheet t={t} label={t("Columns")} count={0}>
            {columns
              .filter((column) => column.rowHeader)
              .map((column) => (
                <input key={column.key} type="hidden" name={`${prefix}show`} value={column.key} data-with-columns />
              ))}
            {choosable.map((column) => (
              <Tick
                key={column.key}
                name={`${prefix}show`}
                value={column.key}
                checked={props.visible.includes(column)}
                atStart={!column.startsHidden}
              >
                {column.label}
              </Tick>
            ))}
          </Sheet>
        )}
        <button
          type="submit"
          className="hidden h-9 rounded-input border border-edge px-3 text-14 font-semibold noscript:inline-flex noscript:items-center"
        >
          {t("Apply")}
        </button>
      </form>
      {kept && <KeptViewsMenu kept={kept} path={props.path} prefix={prefix} query={tableQuery({ ...view, page: 1 })} />}
    </div>
  )
}

function Words<Row>({ t, caption, view, prefix }: TableToolbarProps<Row>) {
  return (
    <input
      type="search"
      name={`${prefix}q`}
      defaultValue={view.words}
      maxLength={100}
      autoComplete="off"
      spellCheck={false}
      aria-label={t("Filter: {table}", { table: caption })}
      aria-keyshortcuts="/"
      placeholder={t("Filter")}
      className="h-9 w-full min-w-40 rounded-input border border-edge bg-surface px-3 text-14 placeholder:text-muted hover:border-ink sm:w-60"
    />
  )
}

function Sheet({ t, label, count, children }: { t: Translate; label: string; count: number; children: ReactNode }) {
  const trigger = (
    <>
      {label}
      {count > 0 && (
        <span className="figures grid h-5 min-w-5 place-items-center rounded-chip bg-ink px-1 text-12 text-paper">
          {formatCount(count, t.locale)}
        </span>
      )}
      <span aria-hidden="true" className="text-muted">
        ▾
      </span>
    </>
  )
  return (
    <Popover
      trigger={trigger}
      label={label}
      triggerClassName="border-line font-medium"
      className="max-h-80 min-w-48 overflow-auto p-2"
    >
      <div className="grid">{children}</div>
    </Popover>
  )
}

type TickProps = { name: string; value: string; checked: boolean; atStart?: boolean; children: ReactNode }

function Tick({ name, value, checked, atStart = false, children }: TickProps) {
  return (
    <label className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-input px-2 text-14 hover:bg-sunken">
      <input
        type="checkbox"
        name={name}
        value={value}
        defaultChecked={checked}
        data-at-start={atStart || undefined}
        className="size-4.5 shrink-0 accent-brass"
      />
      {children}
    </label>
  )
}
