"use client"
/** Each node of a fan as a card: whether it can be reached, what it carries this moment, and how far its vetting is. */
import type { Carrying } from "#lib/delivery/carrying-now.ts"
import type { NodeView } from "#lib/delivery/queries.ts"
import { formatBytes, formatCount, formatShare } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { Chip } from "../ui/chip.tsx"
import { DateTime } from "../ui/date-time.tsx"
import { Progress } from "../ui/progress.tsx"
import { useT } from "../ui/words.tsx"

export type NodeCard = NodeView & { carrying: readonly Carrying[] }

/** Three audits over a day and a confirmed PayPal address: PROTOCOL.md, "Vetting". */
const AUDITS_TO_PASS = 3

export function NodeCards({ nodes }: { nodes: readonly NodeCard[] }) {
  return (
    <ul className="grid gap-6 md:grid-cols-2">
      {nodes.map((node) => (
        <li key={node.nodeId} className="grid content-start gap-5 rounded-card border border-line bg-surface p-6">
          <Head node={node} />
          <Carries node={node} />
          <Foot node={node} />
        </li>
      ))}
    </ul>
  )
}

function Head({ node }: { node: NodeCard }) {
  const t = useT()
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h3 className="text-22">{node.name}</h3>
        <StateChip t={t} node={node} />
      </div>
      {node.alive && !node.reachable && (
        <p className="text-14 text-danger">
          {t("It reports, but nobody can reach it: {reason} Open its port on your router, then it earns.", {
            reason: t.known(node.unreachableReason ?? t("no answer.")),
          })}
        </p>
      )}
      {!node.alive && (
        <p className="text-14 text-muted">
          {node.lastHeartbeatAt ? (
            <>
              {t("Last heard of:")} <DateTime at={node.lastHeartbeatAt} mode="datetime" />
            </>
          ) : (
            t("It has not reported yet. Start it with: fanfare-node run")
          )}
        </p>
      )}
    </div>
  )
}

function StateChip({ t, node }: { t: Translate; node: NodeCard }) {
  if (node.state === "suspended") return <Chip tone="danger">{t("Suspended")}</Chip>
  if (!node.alive) return <Chip>{t("Offline")}</Chip>
  if (!node.reachable) return <Chip tone="danger">{t("Not reachable")}</Chip>
  return <Chip tone="ok">{t("Online")}</Chip>
}

function Carries({ node }: { node: NodeCard }) {
  const t = useT()
  if (node.carrying.length === 0)
    return (
      <p className="text-14 text-muted">
        {node.stockedCount === 0
          ? t("Carries nothing yet: stock a demo, so that there is something to carry.")
          : t("Nothing to carry this moment. Downloads come when somebody presses a button.")}
      </p>
    )
  return (
    <ul className="grid gap-4">
      {node.carrying.map((one) => {
        const share = one.sizeBytes > 0 ? one.bytesCarried / one.sizeBytes : 0
        return (
          <li key={one.ticket}>
            <Progress
              label={wordOf(t, one)}
              share={share}
              carriedShare={share}
              figure={t("{bytes} · {share} of the release", {
                bytes: formatBytes(one.bytesCarried, t.locale),
                share: formatShare(share, t.locale),
              })}
            />
          </li>
        )
      })}
    </ul>
  )
}

function wordOf(t: Translate, { kind, titleName }: NodeCard["carrying"][number]): string {
  if (kind === "purchase") return t("{title}, to a buyer", { title: titleName })
  return kind === "demo"
    ? t("{title}, to somebody who tries it", { title: titleName })
    : t("{title}, to another carrier", { title: titleName })
}

function Foot({ node }: { node: NodeCard }) {
  const t = useT()
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 border-t border-line pt-4 text-14 text-muted">
      <span>{t.n("{count} title stocked", "{count} titles stocked", node.stockedCount)}</span>
      <span>
        {node.vettedAt
          ? t("Vetted: may earn all of a download")
          : t("{passed} of {all} audits passed: earns up to half of a download until then", {
              passed: formatCount(Math.min(node.auditsPassed, AUDITS_TO_PASS), t.locale),
              all: formatCount(AUDITS_TO_PASS, t.locale),
            })}
      </span>
      {node.version && <span>{t("Version {version}", { version: node.version })}</span>}
    </p>
  )
}
