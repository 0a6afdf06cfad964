/** The port through which the platform dials a node back: reached, and signed by the node's own key, or why not. */
export type DialBack = (node: {
  address: string
  port: number
  nodeKey: string
}) => Promise<{ ok: true } | { ok: false; reason: string }>
