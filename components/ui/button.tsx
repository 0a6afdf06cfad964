/** Buttons are verbs. One primary button per view: brass fill, ink text. */
import Link from "next/link"
import type { ComponentPropsWithoutRef, ComponentPropsWithRef } from "react"
import { cx } from "./cx.ts"

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger"
type ButtonSize = "small" | "normal" | "large"

/** Words break only where a button has a line to itself and that is still too short: long ones, in some languages, on phones. */
const BASE =
  "inline-flex max-w-full shrink-0 items-center justify-center gap-2 rounded-input text-center leading-tight font-semibold transition-colors select-none aria-disabled:opacity-60 disabled:opacity-60"

const VARIANTS: Record<ButtonVariant, string> = {
  primary: "bg-brass-fill text-on-fill hover:bg-brass-hover",
  secondary: "border border-edge bg-surface text-ink hover:border-ink hover:bg-sunken",
  quiet: "text-ink hover:bg-sunken",
  danger: "border border-danger bg-surface text-danger hover:bg-danger-tint",
}

const SIZES: Record<ButtonSize, string> = {
  small: "min-h-9 px-3 py-1.5 text-14",
  normal: "min-h-11 px-5 py-2 text-16",
  large: "min-h-13 px-7 py-2.5 text-18",
}

const buttonClass = (variant: ButtonVariant, size: ButtonSize, className?: string) =>
  cx(BASE, VARIANTS[variant], SIZES[size], className)

export type ButtonProps = ComponentPropsWithRef<"button"> & { variant?: ButtonVariant; size?: ButtonSize }

export function Button({ variant = "secondary", size = "normal", type = "button", className, ...rest }: ButtonProps) {
  return <button type={type} className={buttonClass(variant, size, className)} {...rest} />
}

type ButtonLinkProps = ComponentPropsWithoutRef<typeof Link> & { variant?: ButtonVariant; size?: ButtonSize }

/** A link that looks like a button: it goes somewhere, it does not do something. */
export function ButtonLink({ variant = "secondary", size = "normal", className, ...rest }: ButtonLinkProps) {
  return <Link className={buttonClass(variant, size, className)} {...rest} />
}
