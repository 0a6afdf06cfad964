/** The four ways to prove a site, one open at a time: what to copy, where to put it, and the button that looks. */
import Link from "next/link"
import type { ReactNode } from "react"
import { Looking } from "#components/fans/looking.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { CopyField } from "#components/ui/copy-field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { FILE_PATH, tagFor } from "#lib/fans/find-proof.ts"
import type { ProofView } from "#lib/fans/proof-queries.ts"
import { placeOf } from "#lib/fans/site-place.ts"
import { PROOF_METHODS, type ProofMethod } from "#lib/fans/site-proof-state.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { recordOf } from "#lib/outside/txt-proof.ts"
import { lookAtSite } from "../actions.ts"

/** What the fourth way is made of: a link to the promo page, and where the site's buttons are copied. */
export type Copied = { promoUrl: string; promoName: string; buttonsHref: string | null }

type WaysProps = { t: Translate; view: ProofView; copied: Copied }

export function ProofWays({ t, view, copied }: WaysProps) {
  const used = view.proof?.method ?? "tag"
  return (
    <div className="divide-y divide-line overflow-clip rounded-card border border-line bg-surface">
      {PROOF_METHODS.filter((method) => method !== "dns" || hasDns(view.url)).map((method) => (
        <details key={method} name="proof-way" open={method === used} className="group" data-way={method}>
          <summary className="flex min-h-14 cursor-pointer list-none items-center gap-x-4 px-5 py-3 hover:bg-sunken [&::-webkit-details-marker]:hidden">
            <Turning />
            <span className="min-w-0 grow">
              <span className="block font-semibold">{wayTitle(t, method)}</span>
              <span className="block text-14 text-muted">{wayFits(t, method)}</span>
            </span>
            {view.proof?.state === "proved" && view.proof.method === method && <Chip tone="ok">{t("in use")}</Chip>}
          </summary>
          <div className="grid grid-cols-1 gap-3 px-5 pt-2 pb-6">
            <Steps t={t} method={method} view={view} copied={copied} />
            <ActionForm action={lookAtSite} aria-label={wayTitle(t, method)} className="gap-4!">
              <FormError />
              <input type="hidden" name="siteId" value={view.siteId} />
              <input type="hidden" name="method" value={method} />
              <div className="grid justify-items-start">
                <SubmitButton variant="secondary" pendingLabel={t("Looking…")}>
                  {t("Look now")}
                </SubmitButton>
                <Looking label={t("Looking at {host}", { host: placeOf(view.url).host })} />
              </div>
            </ActionForm>
          </div>
        </details>
      ))}
    </div>
  )
}

/** Points up where a way is open. */
const Turning = () => (
  <svg
    viewBox="0 0 12 12"
    aria-hidden="true"
    className="size-3 shrink-0 text-muted transition-transform group-open:rotate-180"
  >
    <path
      d="m2 4 4 4 4-4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
)

/** Addresses of numbers have no records. */
const hasDns = (url: string): boolean => !/^(?:[\d.]+|\[.*\])$/.test(placeOf(url).dnsName)

function wayTitle(t: Translate, method: ProofMethod): string {
  switch (method) {
    case "tag":
      return t("A tag in the head of the page")
    case "file":
      return t("A file on the site")
    case "dns":
      return t("A record in DNS")
    case "seen":
      return t("Our button, and a way back")
  }
}

function wayFits(t: Translate, method: ProofMethod): string {
  switch (method) {
    case "tag":
      return t("For blogs whose theme you can change: WordPress, Ghost, Blogger, your own.")
    case "file":
      return t("For sites whose files you put there yourself.")
    case "dns":
      return t("For a domain of your own. Nothing on the site changes.")
    case "seen":
      return t("For pages where you can only write. Anybody who proves it in another way comes first.")
  }
}

/** As it stands in a sentence: "by a tag on the page". */
export function wayName(t: Translate, method: ProofMethod): string {
  switch (method) {
    case "tag":
      return t("a tag on the page")
    case "file":
      return t("a file on the site")
    case "dns":
      return t("a record in DNS")
    case "seen":
      return t("our button on the page")
  }
}

function Steps({ t, method, view, copied }: WaysProps & { method: ProofMethod }) {
  const { url, token } = view
  switch (method) {
    case "tag":
      return (
        <>
          <Say>{t("Put this line between <head> and </head> of the page at {address}.", { address: url })}</Say>
          <CopyField label={t("Tag")} value={tagFor(token)} />
        </>
      )
    case "file":
      return (
        <>
          <Say>{t("Make a text file with this one line, and put it at the address below.")}</Say>
          <CopyField label={t("Content of the file")} value={token} />
          <CopyField label={t("Its address")} value={new URL(FILE_PATH, url).href} />
        </>
      )
    case "dns":
      return <Record t={t} url={url} token={token} />
    case "seen":
      return <Button t={t} url={url} copied={copied} />
  }
}

function Record({ t, url, token }: { t: Translate; url: string; token: string }) {
  const { recordName, recordValue } = recordOf(placeOf(url).dnsName, token)
  return (
    <>
      <Say>
        {t("Where your domain is managed, add a record of the type TXT. It may stay hidden from us for an hour.")}
      </Say>
      <CopyField label={t("Name")} value={recordName} />
      <CopyField label={t("Value")} value={recordValue} />
    </>
  )
}

function Button({ t, url, copied }: { t: Translate; url: string; copied: Copied }) {
  const { promoUrl, promoName, buttonsHref } = copied
  return (
    <>
      <Say>
        {t(
          "Put one of this site's buttons on {address}. As a card in the page's HTML or as a script it is enough by itself; with a badge, a plain link or a pasted address, add this link to your promo page.",
          { address: url },
        )}
      </Say>
      <CopyField label={t("Link to your promo page")} value={`<a href="${promoUrl}">${promoName}</a>`} />
      {buttonsHref ? (
        <p>
          <Link href={buttonsHref} className="link">
            {t("Copy a button of this site")}
          </Link>
        </p>
      ) : (
        <p className="text-14 text-muted">{t("Put a title on this site first: its button is made with it.")}</p>
      )}
    </>
  )
}

const Say = ({ children }: { children: ReactNode }) => <p className="max-w-read wrap-anywhere">{children}</p>
