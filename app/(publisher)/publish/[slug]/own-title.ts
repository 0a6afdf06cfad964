/** The title a publisher's page is about: its owner's, or nothing at all. */
import "server-only"
import { notFound } from "next/navigation"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { getTitleForPublisher, type TitleView } from "#lib/catalog/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"

export type TitleParams = { params: Promise<{ slug: string }> }

export async function ownTitle({ params }: TitleParams): Promise<TitleView> {
  const { slug } = await params
  const actor = await requirePageActor(`/publish/${slug}`)
  try {
    return await getTitleForPublisher(deps().db, actor, slug)
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound()
    throw error
  }
}
