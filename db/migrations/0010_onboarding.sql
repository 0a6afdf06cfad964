-- The language an account is written to in, and what only a person's own hand can tell about their first steps.
alter table "user" add column locale text not null default 'en';
--> statement-breakpoint
alter table "user" add constraint user_locale check (locale ~ '^[a-z]{2}$');
--> statement-breakpoint
create table onboarding (
  user_id text primary key references "user" (id) on delete cascade,
  path text not null default 'fan' constraint onboarding_path check (path in ('fan', 'carrier', 'publisher')),
  copied_at timestamptz(3),
  copied_form text,
  copied_link_id text references link (id),
  collapsed boolean not null default false,
  dismissed_at timestamptz(3)
);
