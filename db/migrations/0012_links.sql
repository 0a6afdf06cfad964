-- Links of the fan's own making: where each leads, what it is called, what was changed, and many made from one table.
alter table link add column name text not null default '';
--> statement-breakpoint
-- What the code looks like on paper (lib/fans/link-code.ts): two codes of one look are one code.
alter table link add column look text;
--> statement-breakpoint
update link set look = replace(replace(translate(code, 'oil-', '011'), 'rn', 'm'), 'vv', 'w');
--> statement-breakpoint
alter table link alter column look set not null;
--> statement-breakpoint
alter table link add constraint link_look_unique unique (look);
--> statement-breakpoint
alter table link add column destination text not null default 'title';
--> statement-breakpoint
alter table link add constraint link_destination
  check (destination = 'title' or (destination = 'page' and site_id is not null));
--> statement-breakpoint
alter table link add column deep_path text;
--> statement-breakpoint
alter table link add column utm jsonb;
--> statement-breakpoint
alter table link add column tags text[] not null default '{}';
--> statement-breakpoint
alter table link add constraint link_tags check (cardinality(tags) <= 10);
--> statement-breakpoint
alter table link add column note text not null default '';
--> statement-breakpoint
-- The state the fan was last told of, or saw when he made the link.
alter table link add column watched text not null default 'ok';
--> statement-breakpoint
create table link_change (
  id bigint generated always as identity primary key,
  link_id text not null references link (id),
  user_id text not null references "user" (id),
  at timestamptz(3) not null,
  changes jsonb not null,
  -- Where the link led before, when that is what was changed: clicks from before then count for that title.
  title_before text references title (id)
);
--> statement-breakpoint
create index link_change_link on link_change (link_id, at);
--> statement-breakpoint
create table link_import (
  id text primary key,
  owner_id text not null references "user" (id),
  text text not null,
  created_at timestamptz(3) not null,
  made_at timestamptz(3),
  -- What was made of it: [{ line, linkId, code }].
  made jsonb
);
--> statement-breakpoint
create index link_import_owner on link_import (owner_id, created_at);
--> statement-breakpoint
alter table site add column looked_at timestamptz(3);
--> statement-breakpoint
alter table site add column failing_since timestamptz(3);
--> statement-breakpoint
-- The site's own address has not answered for days.
alter table site add column silent_since timestamptz(3);
