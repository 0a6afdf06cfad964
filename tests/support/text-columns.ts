/** Every column people's words could stand in, read from the schema; those they cannot stand in are named here with the reason. */
import { is } from "drizzle-orm"
import { getTableConfig, PgTable } from "drizzle-orm/pg-core"
import * as tables from "#db/tables.ts"

export type TextColumn = { table: string; column: string; type: "text" | "jsonb" | "array" }

/** `table.column`, or `*.column` for one that means the same wherever it stands. */
const EXEMPT: Readonly<Record<string, string>> = {
  "one of our own words, from a closed list": `*.kind *.state *.category *.currency *.locale *.part *.act *.subject_kind
    *.flag *.flags *.scopes *.roles *.verdict *.purpose *.use *.mode *.result *.channel *.before_unsubscribe
    click.trigger click.device webhook.events webhook.disabled_reason webhook_message.type link.destination link.watched site_proof.method site_proof.failure typed_code.place onboarding.path onboarding.copied_form order.attribution_rule order.pending_reason
    order.related_owners title.demo_terms title.cover_type notice.mail_pace review_note.by saved_view.table_key
    paypal_webhook.type payout.paypal_status ledger_entry.account ticket.related_reason flag.subject picture.colour
    picture.widths operator_act.before operator_act.after node_audit.ranges`,
  "an id, key, hash or token that we or a protocol made": `click.title_id *.link_id *.click_id *.settlement_id *.payout_id *.mail_id *.node_id
    *.user_id *.code_id *.look site.proof_token *.subject_id *.published_version_id *.ticket_jti *.paypal_order_id *.capture_id *.paypal_batch_id *.paypal_item_id
    *.transmission_id *.request_key *.idempotency_key *.key *.key_hash *.public_key *.carrier_key *.session_key *.device_key
    *.owner_tag *.visit_hash *.dup_of *.manifest *.manifest_hash *.info_hash *.sha256 *.nonce *.token *.password_hash
    *.request_hash webhook_message.about api_key.hint payout_run.period link.code device_code.user_code site_domain.token`,
  "an address of a network or on a site, checked as one": `link.deep_path site_proof.place site_proof.opened *.address *.network_group *.observed_address *.reached_endpoint *.last_used_from
    order.approve_url api_answer.location`,
  "a slug, a code or an e-mail address, refused unless it is one": `creator_code.code title.slug site.slug user.email
    payee.paypal_email payout.receiver order.payer_email mail.to`,
  "a signed or finished document, made from columns planted here": `commission.document settlement.document
    session_report.report mail.html mail.text mail.headers webhook_message.body api_answer.body paypal_webhook.resource`,
  "of machines for machines, shown to nobody": `user_account.type
    user_account.refresh_token user_account.access_token user_account.token_type user_account.scope user_account.id_token
    user_account.session_state outbox.payload link_import.made order.touches entitlement.touches release.parts saved_view.state user.image`,
}

const exempt = new Set(Object.values(EXEMPT).flatMap((names) => names.split(/\s+/).filter(Boolean)))
const isExempt = ({ table, column }: TextColumn) => exempt.has(`${table}.${column}`) || exempt.has(`*.${column}`)

const TYPES: Readonly<Record<string, TextColumn["type"]>> = {
  PgText: "text",
  PgVarchar: "text",
  PgJsonb: "jsonb",
  PgArray: "array",
}

/** Columns that name no row of their own or another table. */
export function textColumns(): TextColumn[] {
  return Object.values(tables).flatMap((table) => {
    if (!is(table, PgTable)) return []
    const { name, columns, foreignKeys, primaryKeys } = getTableConfig(table)
    const keys = [...foreignKeys.map((key) => key.reference()), ...primaryKeys].flatMap((key) => key.columns)
    const names = new Set(keys.map((column) => column.name))
    return columns
      .filter((column) => !column.primary && !names.has(column.name) && column.columnType in TYPES)
      .map((column) => ({ table: name, column: column.name, type: TYPES[column.columnType]! }))
  })
}

/** Those that must bear whatever somebody writes. */
export const wordColumns = (): TextColumn[] => textColumns().filter((column) => !isExempt(column))

/** Names in the list above that no column has any more. */
export function staleExemptions(): string[] {
  const all = textColumns()
  const isThere = (name: string) => all.some((c) => name === `${c.table}.${c.column}` || name === `*.${c.column}`)
  return [...exempt].filter((name) => !isThere(name))
}
