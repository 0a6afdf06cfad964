/** Between Puck's data and our document: the same shape, without what Puck adds for itself. */
import type { Data } from "@puckeditor/core"
import type { PageDocument } from "#lib/pages/page-document.ts"

export function toDocument(data: Data): PageDocument {
  return {
    root: { props: (data.root.props ?? {}) as PageDocument["root"]["props"] },
    content: data.content.map(({ type, props }) => ({ type, props })) as unknown as PageDocument["content"],
    zones: {},
  }
}

export const toData = (document: PageDocument): Data => document as unknown as Data
