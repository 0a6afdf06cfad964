-- Titles may wait for a person's look, and may be taken down by one.
alter table "title" drop constraint "title_state";
--> statement-breakpoint
alter table "title" add constraint "title_state" check ("title"."state" in ('draft', 'in_review', 'published', 'withdrawn', 'taken_down'));
--> statement-breakpoint
alter table "title" add column "taken_down_at" timestamp(3) with time zone;
--> statement-breakpoint
alter table "title" add column "taken_down_notice" text;
--> statement-breakpoint
alter table "site" add column "hidden_at" timestamp(3) with time zone;
--> statement-breakpoint
alter table "site" add column "hidden_notice" text;
--> statement-breakpoint
alter table "user" add column "suspended_reason" text;
--> statement-breakpoint
create table "title_review" (
	"id" text primary key not null,
	"title_id" text not null references "title"("id"),
	"state" text not null,
	"requested_at" timestamp(3) with time zone not null,
	"decided_at" timestamp(3) with time zone,
	"reason" text,
	constraint "title_review_state" check ("title_review"."state" in ('open', 'approved', 'refused', 'ended'))
);
--> statement-breakpoint
create unique index "title_review_one_open" on "title_review" ("title_id") where "state" = 'open';
--> statement-breakpoint
create index "title_review_title" on "title_review" ("title_id", "requested_at");
--> statement-breakpoint
create table "review_note" (
	"id" bigserial primary key not null,
	"review_id" text not null references "title_review"("id"),
	"by" text not null,
	"text" text not null,
	"at" timestamp(3) with time zone not null,
	constraint "review_note_by" check ("review_note"."by" in ('operator', 'publisher'))
);
--> statement-breakpoint
create index "review_note_review" on "review_note" ("review_id", "id");
--> statement-breakpoint
create table "operator_act" (
	"id" text primary key not null,
	"operator_id" text not null references "user"("id"),
	"act" text not null,
	"subject_kind" text not null,
	"subject_id" text not null,
	"reason" text not null,
	"before" jsonb not null,
	"after" jsonb not null,
	"at" timestamp(3) with time zone not null
);
--> statement-breakpoint
create index "operator_act_subject" on "operator_act" ("subject_id", "at");
--> statement-breakpoint
create index "operator_act_at" on "operator_act" ("at", "id");
--> statement-breakpoint
create index "operator_act_operator" on "operator_act" ("operator_id", "at");
--> statement-breakpoint
create trigger "operator_act_no_delete" before delete on "operator_act"
  for each row execute function ledger_refuse_change();
--> statement-breakpoint
-- An act stands as it was done. The one change there is: words about an erased person leave its reason.
create trigger "operator_act_append_only" before update on "operator_act"
  for each row when (
    to_jsonb(new) - 'reason' is distinct from to_jsonb(old) - 'reason'
    or new.reason not like '%[erased]%'
  )
  execute function ledger_refuse_change();
--> statement-breakpoint
create table "erasure" (
	"id" text primary key not null,
	"user_id" text not null references "user"("id"),
	"state" text not null,
	"asked_by" text not null references "user"("id"),
	"asked_at" timestamp(3) with time zone not null,
	"due_at" timestamp(3) with time zone not null,
	"ended_at" timestamp(3) with time zone,
	"waits_for" text,
	constraint "erasure_state" check ("erasure"."state" in ('waiting', 'cancelled', 'done'))
);
--> statement-breakpoint
create unique index "erasure_one_waiting" on "erasure" ("user_id") where "state" = 'waiting';
--> statement-breakpoint
create index "erasure_user" on "erasure" ("user_id", "asked_at");
