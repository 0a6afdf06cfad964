/**
 * Turns elements into HTML text: what `react-dom/server` does, for plain components without hooks, where Next's server layer
 * has no renderer to offer. It is stricter than React: style attributes and handlers are refused, as the page's policy would.
 */
import type { ReactNode } from "react"
import { escapeHtml } from "../plain/html.ts"

type Element = { type: unknown; props: Record<string, unknown> & { children?: ReactNode } }

const FRAGMENT = Symbol.for("react.fragment")
const VOID = new Set(["img", "source", "br", "hr", "input", "meta", "link", "wbr"])
/** React's names that are not the attribute's own in small letters. */
const RENAMED: Readonly<Record<string, string>> = { className: "class", htmlFor: "for" }
const ADDRESSES = new Set(["href", "src", "cite", "action", "poster"])
const SAFE_ADDRESS = /^(?:https?:|mailto:|\/(?!\/)|#|\?)/i
const NOT_ATTRIBUTES = new Set(["children", "key", "ref", "dangerouslySetInnerHTML"])

/** Throws on what the page could not show: hooks, style attributes, event handlers, promises. */
export function renderMarkup(node: ReactNode): string {
  if (node === null || node === undefined || typeof node === "boolean") return ""
  if (typeof node === "string") return escapeHtml(node)
  if (typeof node === "number" || typeof node === "bigint") return String(node)
  if (Array.isArray(node)) return node.map((child: ReactNode) => renderMarkup(child)).join("")
  const { type, props } = node as unknown as Element
  if (type === FRAGMENT) return renderMarkup(props.children)
  if (typeof type === "function") return renderMarkup((type as (given: object) => ReactNode)(props))
  if (typeof type !== "string") throw new Error("only plain components and elements can be rendered here")
  const open = `<${type}${attributes(props)}>`
  return VOID.has(type) ? open : `${open}${inside(props)}</${type}>`
}

function inside({ dangerouslySetInnerHTML, children }: Element["props"]): string {
  if (dangerouslySetInnerHTML) return (dangerouslySetInnerHTML as { __html: string }).__html
  return renderMarkup(children)
}

function attributes(props: Element["props"]): string {
  let out = ""
  for (const [name, value] of Object.entries(props)) {
    if (NOT_ATTRIBUTES.has(name)) continue
    if (name === "style" || /^on[A-Z]/.test(name)) throw new Error(`${name} is not for pages under a hash policy`)
    out += attribute(RENAMED[name] ?? name.toLowerCase(), value)
  }
  return out
}

function attribute(name: string, value: unknown): string {
  if (value === null || value === undefined) return ""
  if (typeof value === "boolean" && !/^(?:aria|data)-/.test(name)) return value ? ` ${name}=""` : ""
  const text = String(value)
  // Addresses were checked before they were kept; this is the second door.
  if (ADDRESSES.has(name) && !SAFE_ADDRESS.test(text)) return ""
  return ` ${name}="${escapeHtml(text)}"`
}
