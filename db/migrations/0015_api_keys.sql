-- One kind of key for programs: publish keys become keys with one scope, under the hash they had.
create table api_key (
  id text primary key,
  owner_id text not null references "user" (id),
  key_hash text not null unique,
  name text not null,
  hint text not null,
  scopes text[] not null constraint api_key_scoped check (cardinality(scopes) > 0),
  created_at timestamptz(3) not null,
  expires_at timestamptz(3),
  last_used_at timestamptz(3),
  last_used_from text,
  revoked_at timestamptz(3)
);
--> statement-breakpoint
create index api_key_owner on api_key (owner_id);
--> statement-breakpoint
insert into api_key (id, owner_id, key_hash, name, hint, scopes, created_at, last_used_at, revoked_at)
select 'key_' || substr(md5(k.key_hash), 1, 26), p.owner_id, k.key_hash, k.name, '', array['releases:write'],
  k.created_at, k.last_used_at, k.revoked_at
from publish_key k join publisher p on p.id = k.publisher_id;
--> statement-breakpoint
drop table publish_key;
--> statement-breakpoint
-- Answers to requests that carried an Idempotency-Key, written in the tx of their effect; kept for a day.
create table api_answer (
  owner_id text not null references "user" (id) on delete cascade,
  idempotency_key text not null,
  request_hash text not null,
  status integer not null,
  body text not null,
  location text,
  answered_at timestamptz(3) not null,
  primary key (owner_id, idempotency_key)
);
--> statement-breakpoint
create index api_answer_age on api_answer (answered_at);
