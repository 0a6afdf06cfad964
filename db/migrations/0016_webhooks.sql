-- Webhooks: addresses of people's own programs, what is told to them, and how each telling went.
create table webhook (
  id text primary key,
  owner_id text not null references "user" (id) on delete cascade,
  url text not null,
  description text not null,
  events text[] not null constraint webhook_tells_something check (cardinality(events) > 0),
  state text not null constraint webhook_state check (state in ('active', 'paused', 'disabled')),
  disabled_reason text constraint webhook_disabled_reason check (disabled_reason in ('gone', 'failing')),
  sealed_secret bytea not null,
  sealed_old_secret bytea,
  old_secret_until timestamptz(3),
  created_at timestamptz(3) not null,
  delivered_at timestamptz(3),
  failing_since timestamptz(3),
  failures_in_row integer not null default 0,
  warned_at timestamptz(3),
  clicks_seen bigint not null default 0,
  clicks_told_at timestamptz(3),
  constraint webhook_disabled_why check ((state = 'disabled') = (disabled_reason is not null))
);
--> statement-breakpoint
create index webhook_owner on webhook (owner_id);
--> statement-breakpoint
create table webhook_message (
  id text primary key,
  owner_id text not null references "user" (id) on delete cascade,
  type text not null,
  key text not null,
  about jsonb not null,
  at timestamptz(3) not null,
  body text,
  constraint webhook_message_once unique (owner_id, type, key)
);
--> statement-breakpoint
create index webhook_message_age on webhook_message (at);
--> statement-breakpoint
create table webhook_delivery (
  id text primary key,
  owner_id text not null references "user" (id) on delete cascade,
  webhook_id text not null references webhook (id) on delete cascade,
  message_id text not null references webhook_message (id) on delete cascade,
  state text not null constraint webhook_delivery_state check (state in ('pending', 'delivered', 'failed')),
  created_at timestamptz(3) not null,
  due_at timestamptz(3),
  leased_until timestamptz(3),
  failures integer not null default 0,
  ended_at timestamptz(3),
  attempts jsonb not null default '[]',
  constraint webhook_delivery_once unique (webhook_id, message_id),
  constraint webhook_delivery_due check ((state = 'pending') = (due_at is not null))
);
--> statement-breakpoint
create index webhook_delivery_owner on webhook_delivery (owner_id);
--> statement-breakpoint
create index webhook_delivery_list on webhook_delivery (webhook_id, id);
--> statement-breakpoint
create index webhook_delivery_message on webhook_delivery (message_id);
--> statement-breakpoint
create index webhook_delivery_due_at on webhook_delivery (due_at) where state = 'pending';
