"use client"
/** The open menu: arrows, typing ahead, Home and End, touch and screen readers are React Aria's. */
import { useRouter } from "next/navigation"
import type { RefObject } from "react"
import { Header, I18nProvider, Menu, MenuItem, MenuSection, Popover } from "react-aria-components"
import { cx } from "./cx.ts"
import type { MenuAction, MenuSection as Section } from "./menu.tsx"
import { useT } from "./words.tsx"

type MenuSheetProps = {
  anchor: RefObject<HTMLButtonElement | null>
  label: string
  sections: readonly Section[]
  startAt: "first" | "last"
  onAction: ((id: string) => void) | undefined
  onClose: () => void
}

export function MenuSheet({ anchor, label, sections, startAt, onAction, onClose }: MenuSheetProps) {
  const router = useRouter()
  const { locale } = useT()
  function choose(id: string) {
    const chosen = sections.flatMap((section) => section.actions).find((action) => action.id === id)
    onClose()
    if (chosen?.href) router.push(chosen.href)
    else onAction?.(id)
  }
  return (
    <I18nProvider locale={locale}>
      <Popover
        triggerRef={anchor}
        isOpen
        onOpenChange={(open) => !open && onClose()}
        placement="bottom end"
        className="min-w-52 rounded-card border border-line bg-surface p-1 shadow-float outline-none"
      >
        <Menu
          aria-label={label}
          autoFocus={startAt}
          onAction={(id) => choose(String(id))}
          onClose={onClose}
          className="outline-none"
        >
          {sections.map((section, i) => (
            <MenuSection
              key={section.title ?? section.actions[0]?.id ?? i}
              {...(section.title ? {} : { "aria-label": label })}
              className={cx(i > 0 && "mt-1 border-t border-line pt-1")}
            >
              {section.title && (
                <Header className="px-3 pt-2 pb-1 text-12 font-semibold text-muted">{section.title}</Header>
              )}
              {section.actions.map((action) => (
                <Item key={action.id} action={action} />
              ))}
            </MenuSection>
          ))}
        </Menu>
      </Popover>
    </I18nProvider>
  )
}

function Item({ action }: { action: MenuAction }) {
  return (
    <MenuItem
      id={action.id}
      textValue={action.label}
      isDisabled={action.disabled ?? false}
      className={cx(
        "flex min-h-9 cursor-pointer flex-col justify-center rounded-input px-3 py-1.5 text-14 outline-none",
        "data-disabled:cursor-default data-disabled:text-muted",
        action.danger ? "text-danger data-focused:bg-danger-tint" : "data-focused:bg-sunken",
      )}
    >
      <span className="font-semibold">{action.label}</span>
      {action.hint && <span className="text-12 text-muted">{action.hint}</span>}
    </MenuItem>
  )
}
