CREATE TABLE "click" (
	"id" text PRIMARY KEY NOT NULL,
	"link_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"sub_id" text,
	"deep_path" text,
	"referer_host" text,
	"flag" text,
	"visit_hash" text NOT NULL,
	"dup_of" text
);
--> statement-breakpoint
CREATE TABLE "day_secret" (
	"day" text PRIMARY KEY NOT NULL,
	"secret" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_account" (
	"user_id" text NOT NULL,
	"type" text NOT NULL,
	"provider" text NOT NULL,
	"provider_account_id" text NOT NULL,
	"refresh_token" text,
	"access_token" text,
	"expires_at" integer,
	"token_type" text,
	"scope" text,
	"id_token" text,
	"session_state" text,
	CONSTRAINT "user_account_provider_provider_account_id_pk" PRIMARY KEY("provider","provider_account_id")
);
--> statement-breakpoint
CREATE TABLE "mail_token" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"kind" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "payee" (
	"user_id" text PRIMARY KEY NOT NULL,
	"paypal_email" text NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"frozen_until" timestamp (3) with time zone,
	"paused_reason" text,
	"failures_in_row" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text,
	"email" text NOT NULL,
	"email_verified" timestamp (3) with time zone,
	"image" text,
	"password_hash" text,
	"roles" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"suspended_at" timestamp (3) with time zone,
	CONSTRAINT "user_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verification_token" (
	"identifier" text NOT NULL,
	"token" text NOT NULL,
	"expires" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "verification_token_identifier_token_pk" PRIMARY KEY("identifier","token")
);
--> statement-breakpoint
CREATE TABLE "flag" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"reason" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "node_audit" (
	"jti" text PRIMARY KEY NOT NULL,
	"node_id" text NOT NULL,
	"release_id" text NOT NULL,
	"nonce" text NOT NULL,
	"ranges" jsonb NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"result" text
);
--> statement-breakpoint
CREATE TABLE "receipt" (
	"ticket_jti" text PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"seq" integer NOT NULL,
	"cumulative_bytes" bigint NOT NULL,
	"pieces" integer NOT NULL,
	"signed_at" timestamp (3) with time zone NOT NULL,
	"raw" "bytea" NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_report" (
	"session_id" text PRIMARY KEY NOT NULL,
	"report" text NOT NULL,
	"origin_bytes" bigint NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settlement_share" (
	"settlement_id" text NOT NULL,
	"ticket_jti" text NOT NULL,
	"owner_id" text NOT NULL,
	"node_id" text,
	"bytes_claimed" bigint NOT NULL,
	"bytes_carried" bigint NOT NULL,
	"pay_micros" bigint NOT NULL,
	"verdict" text NOT NULL,
	CONSTRAINT "settlement_share_settlement_id_ticket_jti_pk" PRIMARY KEY("settlement_id","ticket_jti")
);
--> statement-breakpoint
CREATE TABLE "settlement" (
	"id" text PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"release_id" text NOT NULL,
	"session_id" text,
	"pool_micros" bigint NOT NULL,
	"size_bytes" bigint NOT NULL,
	"origin_bytes" bigint NOT NULL,
	"credited_bytes" bigint NOT NULL,
	"total_micros" bigint NOT NULL,
	"origin_share_micros" bigint NOT NULL,
	"flags" text[] NOT NULL,
	"document" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "settlement_order_id_unique" UNIQUE("order_id")
);
--> statement-breakpoint
CREATE TABLE "content_key" (
	"release_id" text NOT NULL,
	"part" text NOT NULL,
	"wrapped_key" "bytea" NOT NULL,
	CONSTRAINT "content_key_release_id_part_pk" PRIMARY KEY("release_id","part")
);
--> statement-breakpoint
CREATE TABLE "publish_key" (
	"key_hash" text PRIMARY KEY NOT NULL,
	"publisher_id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "publisher" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "publisher_owner_id_unique" UNIQUE("owner_id")
);
--> statement-breakpoint
CREATE TABLE "release_file" (
	"id" text PRIMARY KEY NOT NULL,
	"release_id" text NOT NULL,
	"part" text NOT NULL,
	"path" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"position" integer NOT NULL,
	"received_at" timestamp (3) with time zone,
	CONSTRAINT "release_file_path" UNIQUE("release_id","part","path")
);
--> statement-breakpoint
CREATE TABLE "release" (
	"id" text PRIMARY KEY NOT NULL,
	"title_id" text NOT NULL,
	"version" text NOT NULL,
	"state" text NOT NULL,
	"failure" text,
	"size_bytes" bigint,
	"piece_bytes" integer,
	"piece_count" integer,
	"parts" jsonb,
	"manifest" text,
	"manifest_hash" text,
	"torrent" "bytea",
	"info_hash" text,
	"open" boolean DEFAULT false NOT NULL,
	"progress_bytes" bigint,
	"progress_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"published_at" timestamp (3) with time zone,
	CONSTRAINT "release_manifest_hash_unique" UNIQUE("manifest_hash"),
	CONSTRAINT "release_info_hash_unique" UNIQUE("info_hash"),
	CONSTRAINT "release_version" UNIQUE("title_id","version"),
	CONSTRAINT "release_state" CHECK ("release"."state" in ('uploading', 'uploaded', 'publishing', 'published', 'failed', 'withdrawn'))
);
--> statement-breakpoint
CREATE TABLE "title" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"publisher_id" text NOT NULL,
	"name" text NOT NULL,
	"tagline" text DEFAULT '' NOT NULL,
	"description" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"price_cents" bigint NOT NULL,
	"currency" text DEFAULT 'USD' NOT NULL,
	"demo_terms" text NOT NULL,
	"cover_type" text,
	"cover" "bytea",
	"created_at" timestamp (3) with time zone NOT NULL,
	"published_at" timestamp (3) with time zone,
	CONSTRAINT "title_slug_unique" UNIQUE("slug"),
	CONSTRAINT "title_state" CHECK ("title"."state" in ('draft', 'published', 'withdrawn')),
	CONSTRAINT "title_demo_terms" CHECK ("title"."demo_terms" in ('trial', 'timed', 'none'))
);
--> statement-breakpoint
CREATE TABLE "order" (
	"id" text PRIMARY KEY NOT NULL,
	"buyer_id" text NOT NULL,
	"title_id" text NOT NULL,
	"release_id" text,
	"state" text NOT NULL,
	"pending_reason" text,
	"price_cents" bigint NOT NULL,
	"tax_micros" bigint NOT NULL,
	"currency" text NOT NULL,
	"referral_bps" integer NOT NULL,
	"carriage_bps" integer NOT NULL,
	"publisher_bps" integer NOT NULL,
	"platform_bps" integer NOT NULL,
	"attribution_rule" text NOT NULL,
	"referrer_id" text,
	"link_id" text,
	"click_id" text,
	"touches" jsonb NOT NULL,
	"request_key" text NOT NULL,
	"paypal_order_id" text,
	"approve_url" text,
	"capture_id" text,
	"fee_cents" bigint,
	"payer_email" text,
	"refunded_cents" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"captured_at" timestamp (3) with time zone,
	"related_owners" jsonb,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "order_request_key_unique" UNIQUE("request_key"),
	CONSTRAINT "order_paypal_order_id_unique" UNIQUE("paypal_order_id"),
	CONSTRAINT "order_capture_id_unique" UNIQUE("capture_id"),
	CONSTRAINT "order_state" CHECK ("order"."state" in ('created', 'approved', 'captured', 'refunded', 'voided', 'expired')),
	CONSTRAINT "order_rates" CHECK ("order"."referral_bps" + "order"."carriage_bps" + "order"."publisher_bps" + "order"."platform_bps" <= 10000)
);
--> statement-breakpoint
CREATE TABLE "device_code" (
	"device_hash" text PRIMARY KEY NOT NULL,
	"user_code" text NOT NULL,
	"public_key" text NOT NULL,
	"name" text NOT NULL,
	"scopes" text[] NOT NULL,
	"address" text NOT NULL,
	"state" text NOT NULL,
	"node_id" text,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"polled_at" timestamp (3) with time zone,
	CONSTRAINT "device_code_user_code_unique" UNIQUE("user_code")
);
--> statement-breakpoint
CREATE TABLE "download_session" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"title_id" text NOT NULL,
	"release_id" text NOT NULL,
	"entitlement_id" text,
	"node_id" text,
	"kind" text NOT NULL,
	"session_key" text NOT NULL,
	"device_key" text,
	"state" text NOT NULL,
	"address" text NOT NULL,
	"network_group" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"completed_at" timestamp (3) with time zone,
	"origin_bytes" bigint DEFAULT 0 NOT NULL,
	"origin_counted_bytes" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "download_session_state" CHECK ("download_session"."state" in ('open', 'reported', 'closed', 'settled')),
	CONSTRAINT "download_session_kind" CHECK ("download_session"."kind" in ('stock', 'demo', 'purchase'))
);
--> statement-breakpoint
CREATE TABLE "node" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"public_key" text NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"scopes" text[] NOT NULL,
	"version" text,
	"observed_address" text,
	"network_group" text,
	"port" integer,
	"uplink_bytes_per_second" bigint,
	"last_heartbeat_at" timestamp (3) with time zone,
	"reached_at" timestamp (3) with time zone,
	"reached_endpoint" text,
	"unreachable_reason" text,
	"audits_passed" integer DEFAULT 0 NOT NULL,
	"first_audit_passed_at" timestamp (3) with time zone,
	"audit_failures_in_row" integer DEFAULT 0 NOT NULL,
	"vetted_at" timestamp (3) with time zone,
	"reputation_alpha" double precision DEFAULT 1 NOT NULL,
	"reputation_beta" double precision DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "node_public_key_unique" UNIQUE("public_key"),
	CONSTRAINT "node_state" CHECK ("node"."state" in ('active', 'suspended', 'removed'))
);
--> statement-breakpoint
CREATE TABLE "origin_grant" (
	"session_id" text NOT NULL,
	"piece" integer NOT NULL,
	"size_bytes" integer NOT NULL,
	"progress_bytes" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "origin_grant_session_id_piece_pk" PRIMARY KEY("session_id","piece")
);
--> statement-breakpoint
CREATE TABLE "stocking" (
	"node_id" text NOT NULL,
	"release_id" text NOT NULL,
	"wanted" boolean NOT NULL,
	"wanted_at" timestamp (3) with time zone NOT NULL,
	"pieces_held" integer DEFAULT 0 NOT NULL,
	"complete_at" timestamp (3) with time zone,
	"proven_at" timestamp (3) with time zone,
	CONSTRAINT "stocking_node_id_release_id_pk" PRIMARY KEY("node_id","release_id")
);
--> statement-breakpoint
CREATE TABLE "ticket" (
	"jti" text PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"node_id" text,
	"carrier_key" text NOT NULL,
	"owner_id" text,
	"owner_tag" text NOT NULL,
	"vetted" boolean NOT NULL,
	"network_group" text NOT NULL,
	"related_reason" text,
	"cap_bytes" bigint NOT NULL,
	"limit_bytes" bigint NOT NULL,
	"window_bytes" bigint NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "entitlement" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"title_id" text NOT NULL,
	"release_id" text,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"order_id" text,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone,
	"origin_bound_at" timestamp (3) with time zone,
	"referrer_id" text,
	"link_id" text,
	"click_id" text,
	"touches" jsonb,
	CONSTRAINT "entitlement_order_id_unique" UNIQUE("order_id"),
	CONSTRAINT "entitlement_state" CHECK ("entitlement"."state" in ('active', 'expired', 'revoked'))
);
--> statement-breakpoint
CREATE TABLE "licence" (
	"jti" text PRIMARY KEY NOT NULL,
	"entitlement_id" text NOT NULL,
	"release_id" text NOT NULL,
	"device_key" text NOT NULL,
	"mode" text NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "link" (
	"id" text PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"owner_id" text NOT NULL,
	"site_id" text,
	"title_id" text NOT NULL,
	"sub_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "link_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "site_title" (
	"site_id" text NOT NULL,
	"title_id" text NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "site_title_site_id_title_id_pk" PRIMARY KEY("site_id","title_id")
);
--> statement-breakpoint
CREATE TABLE "site" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"words" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "site_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "commission" (
	"entry_id" integer PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"order_id" text NOT NULL,
	"kind" text NOT NULL,
	"rate_bps" integer NOT NULL,
	"basis_micros" bigint NOT NULL,
	"amount_micros" bigint NOT NULL,
	"earned_at" timestamp (3) with time zone NOT NULL,
	"matures_at" timestamp (3) with time zone NOT NULL,
	"settlement_id" text,
	"ticket_jti" text,
	"document" text,
	"held_reason" text
);
--> statement-breakpoint
CREATE TABLE "ledger_entry" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"tx_id" text NOT NULL,
	"account" text NOT NULL,
	"amount_micros" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_transaction" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"order_id" text,
	"payout_id" text,
	"idempotency_key" text NOT NULL,
	"currency" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ledger_transaction_idempotency_key_unique" UNIQUE("idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "payout_run" (
	"id" text PRIMARY KEY NOT NULL,
	"period" text NOT NULL,
	"state" text NOT NULL,
	"paypal_batch_id" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"last_error" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	CONSTRAINT "payout_run_period_unique" UNIQUE("period"),
	CONSTRAINT "payout_run_paypal_batch_id_unique" UNIQUE("paypal_batch_id"),
	CONSTRAINT "payout_run_state" CHECK ("payout_run"."state" in ('draft', 'approved', 'submitting', 'unknown', 'submitted', 'completed', 'refused', 'canceled'))
);
--> statement-breakpoint
CREATE TABLE "payout" (
	"id" text PRIMARY KEY NOT NULL,
	"run_id" text NOT NULL,
	"user_id" text NOT NULL,
	"receiver" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"currency" text NOT NULL,
	"state" text NOT NULL,
	"paypal_item_id" text,
	"paypal_status" text,
	"fee_cents" bigint,
	"reason" text,
	"money_returned" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "payout_paypal_item_id_unique" UNIQUE("paypal_item_id"),
	CONSTRAINT "payout_state" CHECK ("payout"."state" in ('draft', 'approved', 'submitting', 'submitted', 'paid', 'unclaimed', 'held', 'blocked', 'failed', 'returned', 'refunded', 'reversed', 'canceled'))
);
--> statement-breakpoint
CREATE TABLE "activity" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"kind" text NOT NULL,
	"payload" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "clock_state" (
	"id" integer PRIMARY KEY NOT NULL,
	"offset_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mail" (
	"id" text PRIMARY KEY NOT NULL,
	"to" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"payload" jsonb NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"done_at" timestamp (3) with time zone,
	"leased_until" timestamp (3) with time zone,
	"revision" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "outbox_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "paypal_webhook" (
	"event_id" text PRIMARY KEY NOT NULL,
	"transmission_id" text NOT NULL,
	"type" text NOT NULL,
	"resource" jsonb NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "paypal_webhook_transmission_id_unique" UNIQUE("transmission_id")
);
--> statement-breakpoint
CREATE TABLE "signing_key" (
	"kid" text PRIMARY KEY NOT NULL,
	"use" text NOT NULL,
	"public_key" text NOT NULL,
	"wrapped_private_key" "bytea" NOT NULL,
	"from" timestamp (3) with time zone NOT NULL,
	"to" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "user_account" ADD CONSTRAINT "user_account_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_token" ADD CONSTRAINT "mail_token_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payee" ADD CONSTRAINT "payee_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "node_audit" ADD CONSTRAINT "node_audit_node_id_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."node"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "node_audit" ADD CONSTRAINT "node_audit_release_id_release_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipt" ADD CONSTRAINT "receipt_ticket_jti_ticket_jti_fk" FOREIGN KEY ("ticket_jti") REFERENCES "public"."ticket"("jti") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipt" ADD CONSTRAINT "receipt_session_id_download_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."download_session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_report" ADD CONSTRAINT "session_report_session_id_download_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."download_session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_share" ADD CONSTRAINT "settlement_share_settlement_id_settlement_id_fk" FOREIGN KEY ("settlement_id") REFERENCES "public"."settlement"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_share" ADD CONSTRAINT "settlement_share_ticket_jti_ticket_jti_fk" FOREIGN KEY ("ticket_jti") REFERENCES "public"."ticket"("jti") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_share" ADD CONSTRAINT "settlement_share_owner_id_user_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_share" ADD CONSTRAINT "settlement_share_node_id_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."node"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement" ADD CONSTRAINT "settlement_order_id_order_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."order"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement" ADD CONSTRAINT "settlement_release_id_release_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement" ADD CONSTRAINT "settlement_session_id_download_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."download_session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "content_key" ADD CONSTRAINT "content_key_release_id_release_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publish_key" ADD CONSTRAINT "publish_key_publisher_id_publisher_id_fk" FOREIGN KEY ("publisher_id") REFERENCES "public"."publisher"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publisher" ADD CONSTRAINT "publisher_owner_id_user_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_file" ADD CONSTRAINT "release_file_release_id_release_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release" ADD CONSTRAINT "release_title_id_title_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."title"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "title" ADD CONSTRAINT "title_publisher_id_publisher_id_fk" FOREIGN KEY ("publisher_id") REFERENCES "public"."publisher"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order" ADD CONSTRAINT "order_buyer_id_user_id_fk" FOREIGN KEY ("buyer_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order" ADD CONSTRAINT "order_title_id_title_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."title"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order" ADD CONSTRAINT "order_release_id_release_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order" ADD CONSTRAINT "order_referrer_id_user_id_fk" FOREIGN KEY ("referrer_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "download_session" ADD CONSTRAINT "download_session_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "download_session" ADD CONSTRAINT "download_session_title_id_title_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."title"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "download_session" ADD CONSTRAINT "download_session_release_id_release_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "download_session" ADD CONSTRAINT "download_session_entitlement_id_entitlement_id_fk" FOREIGN KEY ("entitlement_id") REFERENCES "public"."entitlement"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "download_session" ADD CONSTRAINT "download_session_node_id_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."node"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "node" ADD CONSTRAINT "node_owner_id_user_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "origin_grant" ADD CONSTRAINT "origin_grant_session_id_download_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."download_session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stocking" ADD CONSTRAINT "stocking_node_id_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."node"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stocking" ADD CONSTRAINT "stocking_release_id_release_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_session_id_download_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."download_session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_node_id_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."node"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_owner_id_user_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entitlement" ADD CONSTRAINT "entitlement_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entitlement" ADD CONSTRAINT "entitlement_title_id_title_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."title"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entitlement" ADD CONSTRAINT "entitlement_release_id_release_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entitlement" ADD CONSTRAINT "entitlement_order_id_order_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."order"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entitlement" ADD CONSTRAINT "entitlement_referrer_id_user_id_fk" FOREIGN KEY ("referrer_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "licence" ADD CONSTRAINT "licence_entitlement_id_entitlement_id_fk" FOREIGN KEY ("entitlement_id") REFERENCES "public"."entitlement"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "licence" ADD CONSTRAINT "licence_release_id_release_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link" ADD CONSTRAINT "link_owner_id_user_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link" ADD CONSTRAINT "link_site_id_site_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."site"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link" ADD CONSTRAINT "link_title_id_title_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."title"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_title" ADD CONSTRAINT "site_title_site_id_site_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."site"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_title" ADD CONSTRAINT "site_title_title_id_title_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."title"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site" ADD CONSTRAINT "site_owner_id_user_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commission" ADD CONSTRAINT "commission_entry_id_ledger_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."ledger_entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commission" ADD CONSTRAINT "commission_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commission" ADD CONSTRAINT "commission_order_id_order_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."order"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_tx_id_ledger_transaction_id_fk" FOREIGN KEY ("tx_id") REFERENCES "public"."ledger_transaction"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_transaction" ADD CONSTRAINT "ledger_transaction_order_id_order_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."order"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout" ADD CONSTRAINT "payout_run_id_payout_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."payout_run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout" ADD CONSTRAINT "payout_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "click_link_at" ON "click" USING btree ("link_id","at");--> statement-breakpoint
CREATE INDEX "click_visit" ON "click" USING btree ("visit_hash","at");--> statement-breakpoint
CREATE UNIQUE INDEX "payee_email" ON "payee" USING btree ("paypal_email","user_id");--> statement-breakpoint
CREATE INDEX "flag_subject" ON "flag" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "node_audit_node" ON "node_audit" USING btree ("node_id","issued_at");--> statement-breakpoint
CREATE INDEX "receipt_session" ON "receipt" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "settlement_share_owner" ON "settlement_share" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "release_file_release" ON "release_file" USING btree ("release_id");--> statement-breakpoint
CREATE INDEX "order_buyer_title" ON "order" USING btree ("buyer_id","title_id");--> statement-breakpoint
CREATE INDEX "order_referrer" ON "order" USING btree ("referrer_id");--> statement-breakpoint
CREATE INDEX "order_state_created" ON "order" USING btree ("state","created_at");--> statement-breakpoint
CREATE INDEX "download_session_user_title" ON "download_session" USING btree ("user_id","title_id");--> statement-breakpoint
CREATE INDEX "node_owner" ON "node" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "stocking_release" ON "stocking" USING btree ("release_id");--> statement-breakpoint
CREATE INDEX "ticket_session" ON "ticket" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "ticket_owner" ON "ticket" USING btree ("owner_id");--> statement-breakpoint
CREATE UNIQUE INDEX "entitlement_one_demo" ON "entitlement" USING btree ("user_id","title_id") WHERE "entitlement"."kind" = 'demo';--> statement-breakpoint
CREATE UNIQUE INDEX "entitlement_one_purchase" ON "entitlement" USING btree ("user_id","title_id") WHERE "entitlement"."kind" = 'purchase' and "entitlement"."state" = 'active';--> statement-breakpoint
CREATE INDEX "entitlement_user" ON "entitlement" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "link_owner" ON "link" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "link_site" ON "link" USING btree ("site_id");--> statement-breakpoint
CREATE INDEX "commission_user" ON "commission" USING btree ("user_id","matures_at");--> statement-breakpoint
CREATE INDEX "commission_order" ON "commission" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "ledger_entry_account" ON "ledger_entry" USING btree ("account","id");--> statement-breakpoint
CREATE INDEX "ledger_entry_tx" ON "ledger_entry" USING btree ("tx_id");--> statement-breakpoint
CREATE INDEX "ledger_transaction_order" ON "ledger_transaction" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "ledger_transaction_payout" ON "ledger_transaction" USING btree ("payout_id");--> statement-breakpoint
CREATE INDEX "payout_user" ON "payout" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "payout_of_run" ON "payout" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "activity_user" ON "activity" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "mail_unsent" ON "mail" USING btree ("sent_at");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("done_at","due_at");