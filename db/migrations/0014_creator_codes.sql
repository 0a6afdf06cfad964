-- A word a fan claims and a buyer types; and what buyers typed. `look` is the word as the eye takes it (0 is O, 1 is I).
create table creator_code (
  id text primary key,
  code text not null,
  look text not null,
  owner_id text not null references "user" (id),
  claimed_at timestamptz(3) not null,
  retired_at timestamptz(3)
);
--> statement-breakpoint
create unique index creator_code_look on creator_code (look) where retired_at is null;
--> statement-breakpoint
create index creator_code_look_ever on creator_code (look);
--> statement-breakpoint
create index creator_code_owner on creator_code (owner_id);
--> statement-breakpoint
create table typed_code (
  id text primary key,
  buyer_id text not null references "user" (id),
  code_id text not null references creator_code (id),
  title_id text references title (id),
  place text not null constraint typed_code_place check (place in ('checkout', 'node', 'link')),
  typed_at timestamptz(3) not null,
  taken_off_at timestamptz(3)
);
--> statement-breakpoint
create unique index typed_code_once on typed_code (buyer_id, code_id, coalesce(title_id, ''));
--> statement-breakpoint
create index typed_code_code on typed_code (code_id);
--> statement-breakpoint
alter table "order" add column code_id text;
--> statement-breakpoint
create index order_code on "order" (code_id) where code_id is not null;
--> statement-breakpoint
alter table entitlement add column code_id text;
