"use client"
/** The page as a list: every block can be chosen, moved, doubled and taken out by buttons and by keys. */
import { type KeyboardEvent, useEffect, useRef, useState } from "react"
import { cx } from "../ui/cx.ts"
import { useT } from "../ui/words.tsx"
import { blockName, blockSummary } from "./block-words.ts"
import { Icon, type IconName } from "./icons.tsx"
import { usePage, usePageCommands } from "./page-commands.ts"

type OutlineProps = {
  /** Opens the fields of the block that is chosen; moves focus there when it was asked for by key. */
  onOpen: (focus: boolean) => void
  onEmptied: () => void
}

type Wanted = { id: string; part: string } | null

export function Outline({ onOpen, onEmptied }: OutlineProps) {
  const t = useT()
  const blocks = usePage((page) => page.appState.data.content)
  const chosen = usePage((page) => page.appState.ui.itemSelector?.index ?? null)
  const commands = usePageCommands()
  const list = useRef<HTMLOListElement>(null)
  const [wanted, setWanted] = useState<Wanted>(null)

  // A moved element loses focus; it is given back once the list stands in its new order.
  useEffect(() => {
    if (!wanted) return
    const item = list.current?.querySelector(`[data-block="${CSS.escape(wanted.id)}"]`)
    item?.querySelector<HTMLElement>(`[data-part="${wanted.part}"]`)?.focus()
    setWanted(null)
  }, [wanted])

  const idAt = (index: number) => String(blocks[index]?.props.id ?? "")
  function move(index: number, by: -1 | 1, part: string) {
    setWanted({ id: idAt(index), part })
    commands.move(index, by)
  }
  function remove(index: number) {
    const neighbour = idAt(index + 1) || idAt(index - 1)
    commands.remove(index)
    if (neighbour) setWanted({ id: neighbour, part: "choose" })
    else onEmptied()
  }
  function go(index: number) {
    if (index < 0 || index >= blocks.length) return
    commands.select(index)
    setWanted({ id: idAt(index), part: "choose" })
  }
  function onKeyDown(event: KeyboardEvent, index: number) {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : null
    if (step !== null) {
      event.preventDefault()
      if (event.altKey) move(index, step, "choose")
      else go(index + step)
    } else if (event.key === "Delete") {
      event.preventDefault()
      remove(index)
    } else if (event.key === "Enter" && !event.altKey) {
      event.preventDefault()
      commands.select(index)
      onOpen(true)
    }
  }
  if (blocks.length === 0)
    return <p className="px-4 py-3 text-14 text-muted">{t("No block yet. The first one you add stands on top.")}</p>
  return (
    <ol
      ref={list}
      className="grid grid-cols-[minmax(0,1fr)] gap-1 p-2"
      aria-label={t("Blocks of the page, from top to bottom")}
    >
      {blocks.map((block, index) => (
        <li
          key={idAt(index)}
          data-block={idAt(index)}
          className={cx("rounded-input", chosen === index && "bg-sunken outline-1 outline-edge")}
        >
          <button
            type="button"
            data-part="choose"
            aria-current={chosen === index ? "true" : undefined}
            aria-describedby="outline-keys"
            className="flex w-full items-center gap-3 rounded-input px-3 py-2 text-start hover:bg-sunken"
            onKeyDown={(event) => onKeyDown(event, index)}
            onClick={() => {
              commands.select(index)
              onOpen(false)
            }}
          >
            <span className="figures w-5 shrink-0 text-end text-12 text-muted" aria-hidden="true">
              {index + 1}
            </span>
            <span className="min-w-0 grow">
              <span className="block text-14 font-semibold">{blockName(block.type, t)}</span>
              <span className="block truncate text-12 text-muted">{blockSummary(block.props)}</span>
            </span>
          </button>
          {chosen === index && (
            <BlockButtons
              name={blockName(block.type, t)}
              first={index === 0}
              last={index === blocks.length - 1}
              onUp={() => move(index, -1, "up")}
              onDown={() => move(index, 1, "down")}
              onDouble={() => {
                commands.duplicate(index)
              }}
              onRemove={() => remove(index)}
            />
          )}
        </li>
      ))}
    </ol>
  )
}

type BlockButtonsProps = {
  name: string
  first: boolean
  last: boolean
  onUp: () => void
  onDown: () => void
  onDouble: () => void
  onRemove: () => void
}

function BlockButtons({ name, first, last, onUp, onDown, onDouble, onRemove }: BlockButtonsProps) {
  const t = useT()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's; these are four commands on one block
    <div role="group" aria-label={t("Change {block}", { block: name })} className="flex gap-1 px-2 pb-2 ps-10">
      <Small part="up" icon="up" label={t("Move up")} off={first} onPress={onUp} />
      <Small part="down" icon="down" label={t("Move down")} off={last} onPress={onDown} />
      <Small part="double" icon="copy" label={t("Duplicate")} onPress={onDouble} />
      <Small part="delete" icon="bin" label={t("Delete")} onPress={onRemove} danger />
    </div>
  )
}

type SmallProps = {
  part: string
  icon: IconName
  label: string
  onPress: () => void
  off?: boolean
  danger?: boolean
}

/** Off, it keeps its focus: a block that arrived on top must not drop the keyboard's place. */
function Small({ part, icon, label, onPress, off = false, danger = false }: SmallProps) {
  return (
    <button
      type="button"
      data-part={part}
      aria-label={label}
      title={label}
      aria-disabled={off}
      onClick={() => off || onPress()}
      className={cx(
        "grid size-9 place-items-center rounded-input border border-line bg-surface hover:border-ink aria-disabled:opacity-50",
        danger && "text-danger",
      )}
    >
      <Icon name={icon} />
    </button>
  )
}
