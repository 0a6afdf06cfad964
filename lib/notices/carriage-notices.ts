/** Notices about a carrier's nodes and what they stock. */
import { minute, notice } from "./notice.ts"

export const CARRIAGE_NOTICES = {
  "node-offline": notice<{ node: string; since: string }>({
    audience: "carrier",
    category: "carriage",
    pace: "now",
    link: () => "/dashboard/nodes",
    words: (t, p) => ({
      title: t("Your node {node} is silent", { node: p.node }),
      body: t("It was last heard on {since} and carries nothing meanwhile. Start it again with: fanfare-node run", {
        since: minute(t, p.since),
      }),
      action: t("See your nodes"),
    }),
  }),
  "node-back": notice<{ node: string }>({
    audience: "carrier",
    category: "carriage",
    pace: "app",
    link: () => "/dashboard/nodes",
    words: (t, p) => ({
      title: t("Your node {node} is back", { node: p.node }),
      body: t("It is heard again and may be chosen to carry."),
      action: t("See your nodes"),
    }),
  }),
  "audit-failed": notice<{ node: string; title: string }>({
    audience: "carrier",
    category: "carriage",
    pace: "now",
    link: () => "/dashboard/nodes",
    words: (t, p) => ({
      title: t("Your node {node} failed an audit", { node: p.node }),
      body: t(
        "Asked for a random part of {title}, it gave other bytes. Earnings are untouched; after four failures in a row the node is suspended. Check its disk, or unstock the title and stock it again.",
        { title: p.title },
      ),
      action: t("See your nodes"),
    }),
  }),
  "node-suspended": notice<{ node: string }>({
    audience: "carrier",
    category: "carriage",
    pace: "now",
    link: () => "/dashboard/nodes",
    words: (t, p) => ({
      title: t("Your node {node} is suspended", { node: p.node }),
      body: t(
        "It failed four audits in a row, so it is not chosen any more. What it earned stays earned. Write to us.",
      ),
      action: t("See your nodes"),
    }),
  }),
  "stock-finished": notice<{ node: string; title: string }>({
    audience: "carrier",
    category: "carriage",
    pace: "app",
    link: () => "/dashboard/nodes",
    words: (t, p) => ({
      title: t("{node} has all of {title}", { node: p.node, title: p.title }),
      body: t("Every piece is there and checked. Keep the node running, and it may carry demos and purchases."),
      action: t("See your nodes"),
    }),
  }),
  "stock-withdrawn": notice<{ title: string }>({
    audience: "carrier",
    category: "carriage",
    pace: "now",
    link: () => "/dashboard/nodes",
    words: (t, p) => ({
      title: t("{title} was withdrawn: your nodes let it go", { title: p.title }),
      body: t("It is no longer offered, so its place on your disk is freed. What you carried until now is settled."),
      action: t("See your nodes"),
    }),
  }),
} as const
