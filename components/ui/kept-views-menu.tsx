"use client"
/** The views of a table somebody has kept: open one, forget one, keep the present one under a name. */
import Link from "next/link"
import { Field, TextInput } from "./field.tsx"
import { ActionForm, FormError, SubmitButton } from "./form.tsx"
import { Popover } from "./popover.tsx"
import type { KeptViews } from "./table-toolbar.tsx"
import { withPrefix } from "./table-view.ts"
import { useT } from "./words.tsx"

/** `query` is the present view, "" when it is the plain one; without prefix, as views are kept. */
type KeptViewsMenuProps = { kept: KeptViews; path: string; prefix: string; query: string }

export function KeptViewsMenu({ kept, path, prefix, query }: KeptViewsMenuProps) {
  const t = useT()
  const trigger = (
    <>
      {t("Views")}
      <span aria-hidden="true" className="text-muted">
        ▾
      </span>
    </>
  )
  return (
    <Popover
      trigger={trigger}
      label={t("Kept views")}
      align="end"
      triggerClassName="border-line font-medium"
      className="w-80 gap-3 open:grid"
    >
      {kept.views.length === 0 && (
        <p className="text-14 text-muted">{t("Views you keep stand here: an order, a filter, a choice of columns.")}</p>
      )}
      <ul className="grid max-h-60 overflow-auto empty:hidden">
        {kept.views.map((view) => (
          <li key={view.viewId} className="flex items-center gap-1">
            <Link
              href={`${path}?${withPrefix(view.query, prefix)}`}
              scroll={false}
              aria-current={view.query === query ? "true" : undefined}
              className="flex min-h-9 min-w-0 grow items-center rounded-input px-2 text-14 hover:bg-sunken aria-[current]:font-semibold"
            >
              <span className="truncate">{view.name}</span>
            </Link>
            <form action={kept.drop}>
              <input type="hidden" name="viewId" value={view.viewId} />
              <button
                type="submit"
                aria-label={t("Forget {name}", { name: view.name })}
                className="min-h-9 rounded-input px-2 text-14 text-muted hover:bg-sunken hover:text-danger"
              >
                {t("Forget")}
              </button>
            </form>
          </li>
        ))}
      </ul>
      {query !== "" && (
        <ActionForm
          action={kept.keep}
          aria-label={t("Keep this view")}
          className="gap-3 border-t border-line pt-3"
          saysByToast
        >
          <FormError />
          <input type="hidden" name="tableKey" value={kept.tableKey} />
          <input type="hidden" name="query" value={query} />
          <Field name="name" label={t("Keep this view as")}>
            <TextInput maxLength={60} autoComplete="off" />
          </Field>
          <SubmitButton size="small" variant="secondary">
            {t("Keep it")}
          </SubmitButton>
        </ActionForm>
      )}
    </Popover>
  )
}
