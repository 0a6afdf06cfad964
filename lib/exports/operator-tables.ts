/** What operators' pages list, for a file: all of it, where a page shows the newest. */

import { pageOfBalances } from "#lib/ledger/queries.ts"
import { type ActView, pageOfActs } from "#lib/operate/act-queries.ts"
import { pageOfReviewQueue } from "#lib/operate/desk-queries.ts"
import {
  type ListedOrder,
  type ListedPerson,
  type ListedTitle,
  pageOfOrders,
  pageOfPeople,
  pageOfTitles,
} from "#lib/operate/list-queries.ts"
import { pageOfOpenFlags, pageOfPayoutRuns, pageOfStuckWork, pageOfUndelivered } from "#lib/operate/queries.ts"
import { type Asked, behind, type ExportDeps } from "./asked.ts"
import { type Cells, dollars, type ExportTable, pagedTable, price } from "./export-table.ts"

type RowOf<Q extends (...args: never[]) => PromiseLike<readonly unknown[]>> = Awaited<ReturnType<Q>>[number]

const ORDER: Cells<ListedOrder> = {
  id: (order) => order.id,
  title: (order) => order.titleId,
  title_name: (order) => order.title,
  buyer: (order) => order.buyerId,
  state: (order) => order.state,
  price: (order) => price(order.priceCents),
  currency: (order) => order.currency,
  referrer: (order) => order.referrerId,
  placed_at: (order) => order.createdAt,
}

const TITLE: Cells<ListedTitle> = {
  id: (title) => title.id,
  title: (title) => title.slug,
  title_name: (title) => title.name,
  kind: (title) => title.kind,
  state: (title) => title.state,
  price: (title) => price(title.priceCents),
  currency: (title) => title.currency,
  publisher_name: (title) => title.publisher,
  links: (title) => title.links,
  made_at: (title) => title.createdAt,
}

const PERSON: Cells<ListedPerson> = {
  id: (person) => person.id,
  name: (person) => person.name,
  email_confirmed_at: (person) => person.emailVerified,
  roles: (person) => person.roles.join(" "),
  suspended_at: (person) => person.suspendedAt,
  sites: (person) => person.sites,
  made_at: (person) => person.createdAt,
}

const ACT: Cells<ActView> = {
  id: (act) => act.id,
  at: (act) => act.at,
  act: (act) => act.act,
  subject_kind: (act) => act.subjectKind,
  subject: (act) => act.subjectId,
  subject_name: (act) => act.subject,
  reason: (act) => act.reason,
  operator_name: (act) => act.operator,
  before: (act) => JSON.stringify(act.before),
  after: (act) => JSON.stringify(act.after),
}

const REVIEW: Cells<RowOf<typeof pageOfReviewQueue>> = {
  id: (item) => item.reviewId,
  title: (item) => item.slug,
  title_name: (item) => item.name,
  tagline: (item) => item.tagline,
  kind: (item) => item.kind,
  publisher_name: (item) => item.publisherName,
  waits_for: (item) => (item.asked ? "publisher" : "operator"),
  requested_at: (item) => item.requestedAt,
}

const FLAG: Cells<RowOf<typeof pageOfOpenFlags>> = {
  id: (flag) => flag.id,
  kind: (flag) => flag.kind,
  subject: (flag) => flag.subject,
  reason: (flag) => flag.reason,
  opened_at: (flag) => flag.openedAt,
}

const RUN: Cells<RowOf<typeof pageOfPayoutRuns>> = {
  id: (run) => run.id,
  period: (run) => run.period,
  state: (run) => run.state,
  paypal_batch: (run) => run.paypalBatchId,
  attempts: (run) => run.attempts,
  last_error: (run) => run.lastError,
  opened_at: (run) => run.createdAt,
  sent_at: (run) => run.sentAt,
}

const BALANCE: Cells<RowOf<typeof pageOfBalances>> = {
  account: (row) => row.account,
  balance: (row) => dollars(row.balanceMicros),
  currency: () => "USD",
}

const WORK: Cells<RowOf<typeof pageOfStuckWork>> = {
  key: (work) => work.key,
  kind: (work) => work.kind,
  attempts: (work) => work.attempts,
  last_error: (work) => work.lastError,
  next_attempt_at: (work) => work.dueAt,
}

const MAIL: Cells<RowOf<typeof pageOfUndelivered>> = {
  id: (mail) => mail.id,
  to: (mail) => mail.to,
  kind: (mail) => mail.kind,
  attempts: (mail) => mail.attempts,
  last_error: (mail) => mail.lastError,
  written_at: (mail) => mail.at,
}

type Open = (deps: ExportDeps, asked: Asked) => ExportTable

export const exportOrders: Open = ({ db }, asked) =>
  pagedTable(ORDER, (page) => pageOfOrders(db, behind(page)), asked.rowsPerPage)

export const exportTitles: Open = ({ db }, asked) =>
  pagedTable(TITLE, (page) => pageOfTitles(db, behind(page)), asked.rowsPerPage)

export const exportPeople: Open = ({ db }, asked) =>
  pagedTable(PERSON, (page) => pageOfPeople(db, behind(page)), asked.rowsPerPage)

export const exportActs: Open = ({ db }, asked) =>
  pagedTable(ACT, (page) => pageOfActs(db, behind(page)), asked.rowsPerPage)

export const exportFlags: Open = ({ db }, asked) =>
  pagedTable(FLAG, (page) => pageOfOpenFlags(db, behind(page)), asked.rowsPerPage)

export const exportPayoutRuns: Open = ({ db }, asked) =>
  pagedTable(RUN, (page) => pageOfPayoutRuns(db, behind(page)), asked.rowsPerPage)

export const exportStuckWork: Open = ({ db }, asked) =>
  pagedTable(WORK, (page) => pageOfStuckWork(db, behind(page)), asked.rowsPerPage)

export const exportUndelivered: Open = ({ db }, asked) =>
  pagedTable(MAIL, (page) => pageOfUndelivered(db, behind(page)), asked.rowsPerPage)

export const exportReviewQueue: Open = ({ db }, asked) =>
  pagedTable(
    REVIEW,
    ({ after, limit }) => pageOfReviewQueue(db, { after: after?.reviewId ?? null, limit }),
    asked.rowsPerPage,
  )

export const exportBalances: Open = ({ db }, asked) =>
  pagedTable(
    BALANCE,
    ({ after, limit }) => pageOfBalances(db, { after: after?.account ?? null, limit }),
    asked.rowsPerPage,
  )
